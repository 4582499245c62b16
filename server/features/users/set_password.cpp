// SPDX-License-Identifier: Apache-2.0
#include "server/access/audit.h"
#include "server/access/new_user.h"
#include "server/features/users/mount.h"
#include "server/features/users/user_answers.h"
#include "server/storage/audit_events.h"
#include "server/storage/sessions.h"
#include "server/storage/users.h"

namespace gatehouse::server {

Route operator_set_password_route(Users users) {
  const std::vector<Field> fields = {Field::text("password", "The new password.").required().at_most(1024)};
  return {.method = http::Method::put,
          .path = "/api/v1/operator/users/{id}/password",
          .access = Access::local_operator(),
          .summary = "Set a user's password; ends all of the user's sessions",
          .body = fields,
          .handle = [users, fields](const Call& call) {
            const UserId id(call.request.param("id"));
            const auto user =
                users.database.read([&](sql::Connection& connection) { return users::find(connection, id); });
            if (!user) return no_such_user();
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            const auto password = check_new_password(*body->text("password"), user->email);
            if (!password) return invalid_fields(password.error());
            const auto phc = users.passwords.hash(*password);
            if (!phc) return overloaded();
            users.database.write([&](sql::Connection& connection) {
              const auto now = users.clock.now();
              users::set_password_hash(connection, id, *phc, now);
              sessions::remove_all_of(connection, id);
              audit_events::append(connection, make_audit_event(call, now, "user.password_set", id.value()));
            });
            return http::no_content();
          }};
}

}  // namespace gatehouse::server
