// SPDX-License-Identifier: Apache-2.0
#include "server/access/json_text.h"
#include "server/features/users/mount.h"
#include "server/features/users/user_answers.h"
#include "server/features/users/user_changes.h"

namespace gatehouse::server {
namespace {

/// Makes the change in a transaction of its own.
UserOutcome change(const Users& users, const Call& call, UserChange change_of) {
  return users.database.write([&](sql::Connection& connection) {
    return change_of(connection, users, call, UserId(call.request.param("id")));
  });
}

http::Response answer(const UserOutcome& outcome) {
  if (const auto* refused = std::get_if<http::Response>(&outcome)) return *refused;
  return user_answer(200, std::get<User>(outcome));
}

}  // namespace

Route disable_user_route(Users users) {
  return {.method = http::Method::post,
          .path = "/api/v1/users/{id}/disable",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Keep a user out: ends all sessions and refuses sign-in",
          .answers = {{200, user_shape(UserView::administration)}},
          .refusals = {{409, "last_owner"}, {412, "stale"}},
          .handle = [users](const Call& call) { return answer(change(users, call, disable_user)); }};
}

Route enable_user_route(Users users) {
  return {.method = http::Method::post,
          .path = "/api/v1/users/{id}/enable",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Let a disabled user in again",
          .answers = {{200, user_shape(UserView::administration)}},
          .refusals = {{412, "stale"}},
          .handle = [users](const Call& call) { return answer(change(users, call, enable_user)); }};
}

Route remove_user_avatar_route(Users users) {
  return {.method = http::Method::delete_,
          .path = "/api/v1/users/{id}/avatar",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Remove a user's picture",
          .answers = {{200, user_shape(UserView::administration)}},
          .refusals = {{412, "stale"}},
          .handle = [users](const Call& call) { return answer(change(users, call, remove_avatar)); }};
}

Route delete_user_route(Users users) {
  return {.method = http::Method::delete_,
          .path = "/api/v1/users/{id}",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Delete a user with all sessions and memberships",
          .answers = {{204}},
          .refusals = {{409, "last_owner"}, {412, "stale"}},
          .handle = [users](const Call& call) {
            const auto outcome = change(users, call, delete_user);
            if (const auto* refused = std::get_if<http::Response>(&outcome)) return *refused;
            return http::no_content();
          }};
}

}  // namespace gatehouse::server
