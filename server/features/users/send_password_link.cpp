// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/features/users/mount.h"
#include "server/features/users/user_answers.h"
#include "server/features/users/user_changes.h"
#include "server/storage/audit_events.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

/// The answer that refuses; absent when the mail is queued.
std::optional<http::Response> send_link(sql::Connection& connection, const Users& users, const Call& call) {
  const auto user = users::find(connection, UserId(call.request.param("id")));
  if (!user) return no_such_user();
  if (auto refused = refuse_over(call.caller, *user)) return refused;
  if (user->is_disabled())
    return http::problem(409, "user_disabled", "The user is disabled; let them in again first.");
  if (!mail_password_link(connection, users, call, *user)) return too_many_password_links();
  return std::nullopt;
}

}  // namespace

bool mail_password_link(sql::Connection& connection, const Users& users, const Call& call, const User& user) {
  if (!users.links.mail(connection, user, PasswordLinks::purpose_for(connection, user))) return false;
  audit_events::append(connection,
                       make_audit_event(call, users.clock.now(), "user.password_link_sent", user.id.value()));
  return true;
}

Route send_password_link_route(Users users) {
  return {.method = http::Method::post,
          .path = "/api/v1/users/{id}/password-link",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Mail a user a single-use link to set a password",
          .answers = {{202, shape::object("", {})}},
          .refusals = {{409, "user_disabled"}, {429, "too_many_mails"}},
          .handle = [users](const Call& call) {
            const auto refused = users.database.write(
                [&](sql::Connection& connection) { return send_link(connection, users, call); });
            return refused ? *refused : json_answer(202, boost::json::object());
          }};
}

}  // namespace gatehouse::server
