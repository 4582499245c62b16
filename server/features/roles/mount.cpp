// SPDX-License-Identifier: Apache-2.0
#include "server/features/roles/mount.h"

#include <algorithm>

#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/roles.h"

namespace gatehouse::server {
namespace {

http::Response no_such_app() {
  return http::problem(404, "not_found", "There is no such app.");
}
http::Response no_such_role() {
  return http::problem(404, "not_found", "There is no such role in this app.");
}

boost::json::object to_json(const Role& role) {
  return {{"name", role.name},
          {"permissions", boost::json::array(role.permissions.begin(), role.permissions.end())}};
}

bool has_app(const Roles& roles, const AppId& id) {
  return roles.database.read(
      [&](sql::Connection& connection) { return apps::find(connection, id).has_value(); });
}

/// Sorts, drops repetitions and says what is wrong.
std::vector<http::FieldError> take_permissions(const Body& body, Role& role) {
  std::vector<http::FieldError> errors;
  role.permissions = body.texts("permissions").value_or(std::vector<std::string>());
  for (const auto& permission : role.permissions) {
    if (!is_permission(permission)) errors.push_back({"permissions", "each " + std::string(kPermissionRule)});
  }
  if (role.permissions.size() > kMostPermissionsPerRole)
    errors.push_back({"permissions", "may be at most 200"});
  std::sort(role.permissions.begin(), role.permissions.end());
  role.permissions.erase(std::unique(role.permissions.begin(), role.permissions.end()),
                         role.permissions.end());
  return errors;
}

void record(sql::Connection& connection, const Roles& roles, const Call& call, const Role& role,
            const char* action) {
  auto event = make_audit_event(call, roles.clock.now(), action, role.name);
  event.app_id = role.app_id.value();
  audit_events::append(connection, event);
}

Field permissions_field() {
  return Field::text_list("permissions", "What the role allows, such as orders:delete.").at_most(100);
}

Route list_route(Roles roles) {
  return {.method = http::Method::get,
          .path = "/api/v1/apps/{id}/roles",
          .access = Access::requires_permission(PlatformPermission::view_platform),
          .summary = "Roles of an app with their permissions",
          .handle = [roles](const Call& call) {
            const AppId app(call.request.param("id"));
            if (!has_app(roles, app)) return no_such_app();
            boost::json::array items;
            const auto found = roles.database.read(
                [&](sql::Connection& connection) { return roles::list(connection, app); });
            for (const auto& role : found) items.push_back(to_json(role));
            return list_answer(std::move(items), "");
          }};
}

Route add_route(Roles roles) {
  const std::vector<Field> fields = {Field::text("name", "The role's name.").required().at_most(64),
                                     permissions_field()};
  return {.method = http::Method::post,
          .path = "/api/v1/apps/{id}/roles",
          .access = Access::requires_permission(PlatformPermission::manage_apps),
          .summary = "Add a role to an app",
          .body = fields,
          .handle = [roles, fields](const Call& call) {
            Role role{AppId(call.request.param("id")), {}, {}};
            if (!has_app(roles, role.app_id)) return no_such_app();
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            auto errors = take_permissions(*body, role);
            role.name = *body->text("name");
            if (!is_role_name(role.name)) errors.push_back({"name", std::string(kRoleNameRule)});
            if (!errors.empty()) return invalid_fields(std::move(errors));
            const bool inserted = roles.database.write([&](sql::Connection& connection) {
              if (roles::insert(connection, role) == roles::Inserted::name_taken) return false;
              record(connection, roles, call, role, "role.added");
              return true;
            });
            if (!inserted) return invalid_fields({{"name", "belongs to another role of this app already"}});
            return json_answer(201, to_json(role));
          }};
}

Route change_route(Roles roles) {
  const std::vector<Field> fields = {permissions_field()};
  return {.method = http::Method::patch,
          .path = "/api/v1/apps/{id}/roles/{name}",
          .access = Access::requires_permission(PlatformPermission::manage_apps),
          .summary = "Replace a role's permissions",
          .body = fields,
          .handle = [roles, fields](const Call& call) {
            const AppId app(call.request.param("id"));
            const auto& name = call.request.param("name");
            auto role = roles.database.read(
                [&](sql::Connection& connection) { return roles::find(connection, app, name); });
            if (!role) return no_such_role();
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            if (!body->has("permissions")) return json_answer(200, to_json(*role));
            if (auto errors = take_permissions(*body, *role); !errors.empty())
              return invalid_fields(std::move(errors));
            const bool stored = roles.database.write([&](sql::Connection& connection) {
              if (!roles::find(connection, app, name)) return false;
              roles::set_permissions(connection, *role);
              record(connection, roles, call, *role, "role.changed");
              return true;
            });
            return stored ? json_answer(200, to_json(*role)) : no_such_role();
          }};
}

Route delete_route(Roles roles) {
  return {.method = http::Method::delete_,
          .path = "/api/v1/apps/{id}/roles/{name}",
          .access = Access::requires_permission(PlatformPermission::manage_apps),
          .summary = "Delete a role; its members stay members without it",
          .handle = [roles](const Call& call) {
            const Role role{AppId(call.request.param("id")), call.request.param("name"), {}};
            const bool removed = roles.database.write([&](sql::Connection& connection) {
              if (!roles::remove(connection, role.app_id, role.name)) return false;
              record(connection, roles, call, role, "role.deleted");
              return true;
            });
            return removed ? http::no_content() : no_such_role();
          }};
}

}  // namespace

void mount_roles(Routes& routes, const Roles& roles) {
  routes.push_back(list_route(roles));
  routes.push_back(add_route(roles));
  routes.push_back(change_route(roles));
  routes.push_back(delete_route(roles));
}

}  // namespace gatehouse::server
