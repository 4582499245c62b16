// SPDX-License-Identifier: Apache-2.0
#include "server/access/audit.h"
#include "server/access/new_user.h"
#include "server/features/users/mount.h"
#include "server/features/users/user_answers.h"
#include "server/session/first_administrator.h"
#include "server/storage/audit_events.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

http::Response insert_user(const Users& users, const Call& call, User user,
                           const std::optional<std::string>& phc) {
  const bool inserted = users.database.write([&](sql::Connection& connection) {
    const bool makes_first = user.platform_role && first_administrator::is_open(connection);
    auto stored = user;
    if (makes_first) stored.platform_role = PlatformRole::owner;
    if (users::insert(connection, stored, phc) == users::Inserted::email_taken) return false;
    if (makes_first) first_administrator::close(connection);
    audit_events::append(connection,
                         make_audit_event(call, users.clock.now(), "user.added", user.id.value()));
    return true;
  });
  if (!inserted) return email_taken();
  const auto stored =
      users.database.read([&](sql::Connection& connection) { return users::find(connection, user.id); });
  return user_answer(201, stored.value_or(user));
}

std::vector<Field> operator_fields() {
  auto fields = new_user_fields();
  fields.push_back(
      Field::text("password", "Password; without one the user can't sign in by password yet.").at_most(1024));
  fields.push_back(
      Field::text("platformRole", "administrator or auditor; the first administrator becomes the owner."));
  return fields;
}

}  // namespace

Route add_user_route(Users users) {
  return {.method = http::Method::post,
          .path = "/api/v1/users",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Add a user; the address counts as verified",
          .body = new_user_fields(),
          .handle = [users, fields = new_user_fields()](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            auto user = make_user(*body, users.clock, users.random);
            if (!user) return invalid_fields(user.error());
            user->email_verified = true;
            return insert_user(users, call, std::move(*user), std::nullopt);
          }};
}

Route operator_add_user_route(Users users) {
  return {.method = http::Method::post,
          .path = "/api/v1/operator/users",
          .access = Access::local_operator(),
          .summary = "Add a user with a password or a platform role",
          .body = operator_fields(),
          .handle = [users, fields = operator_fields()](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            auto user = make_user(*body, users.clock, users.random);
            if (!user) return invalid_fields(user.error());
            user->email_verified = true;
            if (const auto role = body->text("platformRole")) {
              user->platform_role = parse_platform_role(*role);
              if (!user->platform_role) {
                return invalid_fields({{"platformRole", "must be owner, administrator or auditor"}});
              }
            }
            std::optional<std::string> phc;
            if (const auto text = body->text("password")) {
              const auto password = check_new_password(*text, user->email);
              if (!password) return invalid_fields(password.error());
              auto hashed = users.passwords.hash(*password);
              if (!hashed) return overloaded();
              phc = std::move(*hashed);
            }
            return insert_user(users, call, std::move(*user), phc);
          }};
}

}  // namespace gatehouse::server
