// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/sql/sqlite.h"
#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {

/// A platform without a mail server, whose outbox tells what was mailed to whom.
class MailTest : public PlatformTest {
 protected:
  struct OutboxMail {
    std::string kind, to, subject, text, html;
  };

  /// Oldest first, after everything asked for was worked on.
  std::vector<OutboxMail> outbox() {
    while (application_->work_on_requests()) continue;
    const auto answer = local(http::Method::get, "/api/v1/mail-outbox?limit=500");
    std::vector<OutboxMail> mails;
    for (const auto& value : answer.json.at("items").as_array()) {
      const auto text = [&](std::string_view member) {
        const auto* found = value.as_object().if_contains(member);
        return found && found->is_string() ? std::string(found->as_string()) : "";
      };
      mails.insert(mails.begin(), {text("kind"), text("to"), text("subject"), text("text"), text("html")});
    }
    return mails;
  }

  std::vector<OutboxMail> outbox(std::string_view kind) {
    auto mails = outbox();
    std::erase_if(mails, [&](const OutboxMail& mail) { return mail.kind != kind; });
    return mails;
  }

  /// The token behind `parameter` in the newest mail of that kind; empty when there is none.
  std::string mailed_token(std::string_view kind, const std::string& parameter = "token") {
    const auto mails = outbox(kind);
    if (mails.empty()) return "";
    const auto& text = mails.back().text;
    auto start = text.find("?" + parameter + "=");
    if (start == std::string::npos) start = text.find("&" + parameter + "=");
    if (start == std::string::npos) return "";
    const auto from = start + parameter.size() + 2;
    return text.substr(from, text.find_first_of("&\n", from) - from);
  }

  Answer post(const std::string& path, const boost::json::object& body, const std::string& cookie = "") {
    return call(cookie, http::Method::post, path, boost::json::serialize(body));
  }

  /// Makes the platform forget that the user's address was proven, as of an account from elsewhere.
  void unverify(const std::string& id) {
    application_.reset();
    sql::open_sqlite({.path = settings_.database.path})->write([&](sql::Connection& connection) {
      connection.query("update users set email_verified = 0 where id = ?", id);
    });
    start();
  }

  Answer ask_reset(const std::string& email) { return post("/api/v1/password-reset", {{"email", email}}); }
  Answer reset(const std::string& token, const std::string& password) {
    return post("/api/v1/password-reset/confirm", {{"token", token}, {"password", password}});
  }

  static constexpr const char* kNewPassword = "seven quiet herons wade upstream";
};

}  // namespace gatehouse::server
