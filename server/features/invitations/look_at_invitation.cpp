// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "server/access/json_text.h"
#include "server/features/invitations/invitation_answers.h"
#include "server/features/invitations/invitation_link.h"
#include "server/features/invitations/inviter.h"
#include "server/pages/page_response.h"
#include "server/storage/invitations.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

std::optional<HeldInvitation> find_held(const Invitations& invitations, const Call& call) {
  const SecretString token(call.request.param("token"));
  return invitations.database.read(
      [&](sql::Connection& connection) { return find_held_invitation(invitations, connection, token); });
}

/// What the holder of a link may know: who invites to what, and whether to sign in or to make an account.
boost::json::object describe(sql::Connection& connection, const HeldInvitation& held) {
  const auto& inviter = held.invitation.invited_by;
  boost::json::value email(nullptr);
  boost::json::value has_account(nullptr);
  if (held.proven_email) {
    email = *held.proven_email;
    has_account = users::find_by_email(connection, *held.proven_email).has_value();
  }
  return {
      {"app", boost::json::object{{"id", held.app.id.value()}, {"name", held.app.name}}},
      {"inviter", inviter ? boost::json::value(name_of(connection, *inviter)) : boost::json::value(nullptr)},
      {"roles", boost::json::array(held.invitation.roles.begin(), held.invitation.roles.end())},
      {"email", std::move(email)},
      {"hasAccount", std::move(has_account)},
      {"expiresAt", to_rfc3339(held.invitation.expires_at)}};
}

Shape held_invitation_shape() {
  using namespace shape;
  return object("HeldInvitation", {{"app", object("", {{"id", text()}, {"name", text()}})},
                                   {"inviter", text().nullable()},
                                   {"roles", list_of(text())},
                                   {"email", text().nullable()},
                                   {"hasAccount", flag().nullable()},
                                   {"expiresAt", time()}});
}

}  // namespace

Route look_at_invitation_route(Invitations invitations) {
  return {.method = http::Method::get,
          .path = "/api/v1/invitations/{token}",
          .access = Access::anyone(),
          .summary = "What an invitation offers, for whoever has its link; uses nothing up",
          .answers = {{200, held_invitation_shape()}},
          .handle = [invitations](const Call& call) {
            const auto held = find_held(invitations, call);
            if (!held) return invitation_ended();
            return json_answer(200, invitations.database.read([&](sql::Connection& connection) {
              return describe(connection, *held);
            }));
          }};
}

// Scanners of mail fetch links, so that being fetched does not make an invitation seen.
Route note_invitation_seen_route(Invitations invitations) {
  return {.method = http::Method::post,
          .path = "/api/v1/invitations/{token}/seen",
          .access = Access::anyone(),
          .summary = "Note that somebody looks at an invitation; uses nothing up",
          .answers = {{204}},
          .handle = [invitations](const Call& call) {
            const auto held = find_held(invitations, call);
            if (!held) return invitation_ended();
            if (!held->invitation.seen_at) {
              invitations.database.write([&](sql::Connection& connection) {
                invitations::set_seen(connection, held->invitation.id, invitations.clock.now());
              });
            }
            return http::no_content();
          }};
}

Route show_invitation_page_route(Invitations invitations) {
  return {.method = http::Method::get,
          .path = "/invite/{token}",
          .access = Access::anyone(),
          .summary = "Page: an invitation",
          .handle = [invitations](const Call& call) {
            PageData data;
            if (call.caller.kind() == Caller::Kind::user) {
              data.viewer = PageViewer{.id = call.caller.user().id.value(),
                                       .name = call.caller.user().display_name(),
                                       .email = call.caller.user().email,
                                       .platform_role = {},
                                       .locale = call.caller.user().locale.value_or(""),
                                       .time_zone = call.caller.user().time_zone.value_or("")};
            }
            const int status = find_held(invitations, call) ? 200 : 404;
            auto response = page_response(status, "invite", {}, std::move(data));
            // The address is the key: it must not reach any other site.
            response.headers.set("Referrer-Policy", "no-referrer");
            return response;
          }};
}

}  // namespace gatehouse::server
