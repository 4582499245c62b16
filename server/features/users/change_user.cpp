// SPDX-License-Identifier: Apache-2.0
#include "server/access/audit.h"
#include "server/access/paging.h"
#include "server/access/profile_fields.h"
#include "server/features/users/mount.h"
#include "server/features/users/user_answers.h"
#include "server/storage/audit_events.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

std::optional<User> find_user(const Users& users, const Call& call) {
  return users.database.read(
      [&](sql::Connection& connection) { return users::find(connection, UserId(call.request.param("id"))); });
}

}  // namespace

Route change_user_route(Users users) {
  return {.method = http::Method::patch,
          .path = "/api/v1/users/{id}",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Change a user's profile",
          .body = profile_fields(),
          .handle = [users, fields = profile_fields()](const Call& call) {
            auto user = find_user(users, call);
            if (!user) return no_such_user();
            if (auto refused = refuse_over(call.caller, *user)) return *refused;
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            if (auto stale = refuse_stale(call.request, user->version)) return *stale;
            if (auto errors = apply_profile(*body, *user); !errors.empty())
              return invalid_fields(std::move(errors));
            user->updated_at = users.clock.now();
            const bool stored = users.database.write([&](sql::Connection& connection) {
              if (!users::update(connection, *user)) return false;
              audit_events::append(
                  connection, make_audit_event(call, user->updated_at, "user.changed", user->id.value()));
              return true;
            });
            if (!stored) return changed_meanwhile();
            ++user->version;
            return user_answer(200, *user);
          }};
}

}  // namespace gatehouse::server
