// SPDX-License-Identifier: Apache-2.0
#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/access/profile_fields.h"
#include "server/features/users/mount.h"
#include "server/features/users/platform_role.h"
#include "server/features/users/user_answers.h"
#include "server/storage/audit_events.h"
#include "server/storage/owners.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

std::optional<User> find_user(const Users& users, const Call& call) {
  return users.database.read(
      [&](sql::Connection& connection) { return users::find(connection, UserId(call.request.param("id"))); });
}

std::vector<Field> user_fields() {
  auto fields = profile_fields();
  fields.push_back(platform_role_field());
  return fields;
}

/// The answer that refuses; absent when the user is stored.
std::optional<http::Response> store(sql::Connection& connection, const Call& call, const User& user,
                                    std::optional<PlatformRole> former_role) {
  const bool has_new_role = user.platform_role != former_role;
  if (has_new_role && former_role == PlatformRole::owner && !user.is_disabled() &&
      !owners::has_other(connection, user.id)) {
    return last_owner();
  }
  if (!users::update(connection, user)) return changed_meanwhile();
  audit_events::append(connection, make_audit_event(call, user.updated_at, "user.changed", user.id.value()));
  if (has_new_role) {
    audit_events::append(
        connection,
        make_audit_event(call, user.updated_at, platform_role_action(user.platform_role), user.id.value()));
  }
  return std::nullopt;
}

}  // namespace

Route change_user_route(Users users) {
  return {
      .method = http::Method::patch,
      .path = "/api/v1/users/{id}",
      .access = Access::requires_permission(PlatformPermission::manage_users),
      .summary = "Change a user's profile or platform role",
      .body = user_fields(),
      .answers = {{200, user_shape(UserView::administration)}},
      .refusals = {{403, "beyond_rights"}, {409, "last_owner"}, {409, "changed_meanwhile"}, {412, "stale"}},
      .handle = [users, fields = user_fields()](const Call& call) {
        auto user = find_user(users, call);
        if (!user) return no_such_user();
        if (auto refused = refuse_over(call.caller, *user)) return *refused;
        const auto body = parse_body(call.request, fields);
        if (!body) return body.error();
        if (auto stale = refuse_stale(call.request, user->version)) return *stale;
        if (auto errors = apply_profile(*body, *user); !errors.empty())
          return invalid_fields(std::move(errors));
        const auto former_role = user->platform_role;
        if (auto refused = apply_platform_role(call.caller, *body, *user)) return *refused;
        user->updated_at = users.clock.now();
        const auto refused = users.database.write(
            [&](sql::Connection& connection) { return store(connection, call, *user, former_role); });
        if (refused) return *refused;
        ++user->version;
        return user_answer(200, *user);
      }};
}

}  // namespace gatehouse::server
