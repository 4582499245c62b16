// SPDX-License-Identifier: Apache-2.0
#include <variant>

#include "server/access/audit.h"
#include "server/features/users/mount.h"
#include "server/features/users/user_answers.h"
#include "server/storage/audit_events.h"
#include "server/storage/sessions.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

/// The user as changed, or the answer that refuses.
using Outcome = std::variant<User, http::Response>;

bool is_last_owner(sql::Connection& connection, const User& user) {
  return user.platform_role == PlatformRole::owner && !user.is_disabled() &&
         users::count_active_owners(connection) == 1;
}

/// Runs `change` on the user within one transaction, after the checks that all these changes share.
template <class Change>
http::Response change_user(const Users& users, const Call& call, Change change) {
  const auto outcome = users.database.write([&](sql::Connection& connection) -> Outcome {
    auto user = users::find(connection, UserId(call.request.param("id")));
    if (!user) return no_such_user();
    if (auto refused = refuse_over(call.caller, *user)) return *refused;
    if (auto refused = change(connection, *user)) return *refused;
    return users::find(connection, user->id).value_or(*user);
  });
  if (const auto* refused = std::get_if<http::Response>(&outcome)) return *refused;
  return user_answer(200, std::get<User>(outcome));
}

void store(sql::Connection& connection, const Users& users, const Call& call, const User& user,
           const char* action) {
  // The row was read in this transaction, so its version holds.
  (void)users::update(connection, user);
  audit_events::append(connection, make_audit_event(call, users.clock.now(), action, user.id.value()));
}

}  // namespace

Route disable_user_route(Users users) {
  return {.method = http::Method::post,
          .path = "/api/v1/users/{id}/disable",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Keep a user out: ends all sessions and refuses sign-in",
          .handle = [users](const Call& call) {
            return change_user(users, call,
                               [&](sql::Connection& connection, User& user) -> std::optional<http::Response> {
                                 if (user.is_disabled()) return std::nullopt;
                                 if (is_last_owner(connection, user)) return last_owner();
                                 user.disabled_at = user.updated_at = users.clock.now();
                                 sessions::remove_all_of(connection, user.id);
                                 store(connection, users, call, user, "user.disabled");
                                 return std::nullopt;
                               });
          }};
}

Route enable_user_route(Users users) {
  return {.method = http::Method::post,
          .path = "/api/v1/users/{id}/enable",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Let a disabled user in again",
          .handle = [users](const Call& call) {
            return change_user(users, call,
                               [&](sql::Connection& connection, User& user) -> std::optional<http::Response> {
                                 if (!user.is_disabled()) return std::nullopt;
                                 user.disabled_at.reset();
                                 user.updated_at = users.clock.now();
                                 store(connection, users, call, user, "user.enabled");
                                 return std::nullopt;
                               });
          }};
}

Route delete_user_route(Users users) {
  return {.method = http::Method::delete_,
          .path = "/api/v1/users/{id}",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Delete a user with all sessions and memberships",
          .handle = [users](const Call& call) {
            auto answer = change_user(
                users, call, [&](sql::Connection& connection, User& user) -> std::optional<http::Response> {
                  if (is_last_owner(connection, user)) return last_owner();
                  users::remove(connection, user.id);
                  audit_events::append(
                      connection, make_audit_event(call, users.clock.now(), "user.deleted", user.id.value()));
                  return std::nullopt;
                });
            return answer.status == 200 ? http::no_content() : answer;
          }};
}

}  // namespace gatehouse::server
