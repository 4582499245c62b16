// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/app/platform/mail_fixture.h"

namespace gatehouse::server {

/// A platform with the app `orders`, its roles `clerk` and `manager`, and an owner who invites.
class InvitationsTest : public MailTest {
 protected:
  InvitationsTest() {
    add_user("root@example.com", "administrator");  // the owner
    boss_ = add_user("boss@example.com", "administrator");
    boss_cookie_ = signed_in("boss@example.com");
    as_boss(http::Method::post, "/api/v1/apps",
            {{"id", "orders"}, {"name", "Order Desk"}, {"baseUrl", "https://orders.example.com"}});
    for (const char* role : {"clerk", "manager"})
      as_boss(http::Method::post, "/api/v1/apps/orders/roles", {{"name", role}});
  }

  Answer as_boss(http::Method method, const std::string& path, const boost::json::object& body = {}) {
    clock_.advance(std::chrono::milliseconds(1));
    return call(boss_cookie_, method, path, method == http::Method::get ? "" : boost::json::serialize(body));
  }
  Answer invite(const boost::json::object& body) {
    return as_boss(http::Method::post, "/api/v1/apps/orders/invitations", body);
  }
  Answer invite_ada() { return invite({{"email", "Ada@example.com"}, {"roles", {"clerk"}}}); }
  Answer open_link(int uses) { return invite({{"maxUses", uses}, {"roles", {"clerk"}}}); }

  static std::string token_of(const Answer& sent) {
    const auto url = sent.text("url");
    return url.substr(url.rfind('/') + 1);
  }
  /// The token of the link in the newest mail of that kind.
  std::string mailed_invitation(std::string_view kind) {
    const auto mails = outbox(kind);
    if (mails.empty()) return "";
    const auto from = mails.back().text.find("/invite/") + 8;
    return mails.back().text.substr(from, mails.back().text.find('\n', from) - from);
  }

  Answer accept(const std::string& token, const boost::json::object& body, const std::string& cookie = "") {
    return post("/api/v1/invitations/" + token + "/accept", body, cookie);
  }
  Answer accept_as_new(const std::string& token) {
    return accept(token, {{"name", "Ada Lovelace"}, {"password", kPassword}});
  }
  std::string state_of(const Answer& sent) {
    return as_boss(http::Method::get, "/api/v1/apps/orders/invitations/" + sent.text("id")).text("state");
  }
  /// Roles of the member of that address, joined; `none` for no member.
  std::string roles_of(const std::string& email) {
    const auto members = as_boss(http::Method::get, "/api/v1/apps/orders/members");
    for (const auto& member : members.json.at("items").as_array()) {
      if (member.at("user").at("email").as_string() == email)
        return boost::json::serialize(member.at("roles"));
    }
    return "none";
  }

  std::string boss_, boss_cookie_;
};

}  // namespace gatehouse::server
