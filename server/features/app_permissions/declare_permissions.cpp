// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/app_authentication.h"
#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/features/app_permissions/mount.h"
#include "server/features/app_permissions/permission_fields.h"
#include "server/storage/app_permissions.h"
#include "server/storage/audit_events.h"

namespace gatehouse::server {
namespace {

http::Response wrong_secret() {
  auto response =
      http::problem(401, "invalid_client", "Send the app's id and secret key as Basic credentials.");
  response.headers.set("WWW-Authenticate", "Basic realm=\"app\"");
  return response;
}

void record(sql::Connection& connection, const Call& call, Time now, const AppId& app) {
  auto event = make_audit_event(call, now, "app_permissions.declared", app.value());
  event.actor = app.value();
  event.app_id = app.value();
  audit_events::append(connection, event);
}

http::Response answer(const std::vector<app_permissions::Permission>& permissions) {
  boost::json::object json = {{"waiting", boost::json::array{}},
                              {"accepted", boost::json::array{}},
                              {"rejected", boost::json::array{}}};
  for (const auto& permission : permissions) {
    json[app_permissions::to_text(permission.state)].as_array().push_back(
        boost::json::value(permission.name));
  }
  return json_answer(200, json);
}

Shape declared_shape() {
  const auto names = shape::list_of(shape::text());
  return shape::object("DeclaredPermissions", {{"waiting", names}, {"accepted", names}, {"rejected", names}});
}

}  // namespace

Route declare_permissions_route(AppPermissions permissions) {
  const std::vector<Field> fields = {
      Field::text_list("permissions", "All permissions that the app knows, such as orders:delete.")
          .required()
          .at_most(100)};
  return {.method = http::Method::put,
          .path = "/api/v1/apps/{id}/declared-permissions",
          .access = Access::anyone(),  // the app proves itself by its secret key
          .summary =
              "By an app, with its id and secret key as Basic credentials: the permissions that it "
              "knows; new ones wait for an administrator",
          .body = fields,
          .answers = {{200, declared_shape()}},
          .refusals = {{401, "invalid_client"}},
          .handle = [permissions, fields](const Call& call) {
            const auto app = authenticate_app(call.request, permissions.database, permissions.sealing_key);
            if (!app || app->id.value() != call.request.param("id")) return wrong_secret();
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            std::vector<http::FieldError> errors;
            const auto names = take_permissions(*body, "permissions", errors);
            if (!errors.empty()) return invalid_fields(std::move(errors));
            return permissions.database.write([&](sql::Connection& connection) {
              const auto now = permissions.clock.now();
              if (app_permissions::declare(connection, app->id, names, now))
                record(connection, call, now, app->id);
              return answer(app_permissions::list(connection, app->id));
            });
          }};
}

}  // namespace gatehouse::server
