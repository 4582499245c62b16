// SPDX-License-Identifier: Apache-2.0
#include "server/features/roles/mount.h"

#include <algorithm>
#include <iterator>

#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/no_such_app.h"
#include "server/access/paging.h"
#include "server/access/short_list.h"
#include "server/storage/app_permissions.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/roles.h"

namespace gatehouse::server {
namespace {

http::Response no_such_role() {
  return http::problem(404, "not_found", "There is no such role in this app.");
}

boost::json::object to_json(const Role& role) {
  return {{"name", role.name},
          {"permissions", boost::json::array(role.permissions.begin(), role.permissions.end())},
          {"version", role.version}};
}

Shape role_shape() {
  return shape::object("Role", {{"name", shape::text()},
                                {"permissions", shape::list_of(shape::text())},
                                {"version", shape::integer()}});
}

http::Response role_answer(int status, const Role& role) {
  auto response = json_answer(status, to_json(role));
  response.headers.set("ETag", version_etag(role.version));
  return response;
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

/// Whoever may change the app itself may type in new permissions with a role; others make roles of what an
/// administrator has accepted, or what the role has already. The answer that refuses; absent when all is
/// well.
std::optional<http::Response> accept_permissions(sql::Connection& connection, const Roles& roles,
                                                 const Call& call, const Role& role,
                                                 const std::vector<std::string>& present) {
  std::vector<std::string> added;
  std::set_difference(role.permissions.begin(), role.permissions.end(), present.begin(), present.end(),
                      std::back_inserter(added));
  if (call.caller.may(PlatformPermission::manage_apps)) {
    for (const auto& name : added) app_permissions::accept(connection, role.app_id, name, roles.clock.now());
    return std::nullopt;
  }
  if (app_permissions::are_accepted(connection, role.app_id, added)) return std::nullopt;
  return http::problem(403, "beyond_rights",
                       "A role can have permissions that an administrator has accepted for this app only.");
}

Field permissions_field() {
  return Field::text_list("permissions", "What the role allows, such as orders:delete.").at_most(100);
}

Route list_route(Roles roles) {
  return {.method = http::Method::get,
          .path = "/api/v1/apps/{id}/roles",
          .access = Access::requires_app_permission(AppPermission::view_app),
          .summary = "Roles of an app with their permissions",
          .query = short_list_parameters(),
          .answers = {{200, shape::page_of(role_shape())}},
          .handle = [roles](const Call& call) {
            const AppId app(call.request.param("id"));
            if (!has_app(roles, app)) return no_such_app();
            boost::json::array items;
            const auto found = roles.database.read(
                [&](sql::Connection& connection) { return roles::list(connection, app); });
            for (const auto& role : found) items.push_back(to_json(role));
            return short_list_answer(call.request, std::move(items), Order::ascending, by_member("name"));
          }};
}

std::optional<Role> find_role(const Roles& roles, const Call& call) {
  return roles.database.read([&](sql::Connection& connection) {
    return roles::find(connection, AppId(call.request.param("id")), call.request.param("name"));
  });
}

Route show_route(Roles roles) {
  return {.method = http::Method::get,
          .path = "/api/v1/apps/{id}/roles/{name}",
          .access = Access::requires_app_permission(AppPermission::view_app),
          .summary = "One role of an app",
          .answers = {{200, role_shape()}},
          .handle = [roles](const Call& call) {
            const auto role = find_role(roles, call);
            return role ? role_answer(200, *role) : no_such_role();
          }};
}

Route add_route(Roles roles) {
  const std::vector<Field> fields = {Field::text("name", "The role's name.").required().at_most(64),
                                     permissions_field()};
  return {.method = http::Method::post,
          .path = "/api/v1/apps/{id}/roles",
          .access = Access::requires_app_permission(AppPermission::manage_app),
          .summary = "Add a role to an app",
          .body = fields,
          .answers = {{201, role_shape()}},
          .refusals = {{403, "beyond_rights"}},
          .handle = [roles, fields](const Call& call) {
            Role role{AppId(call.request.param("id")), {}, {}};
            if (!has_app(roles, role.app_id)) return no_such_app();
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            auto errors = take_permissions(*body, role);
            role.name = *body->text("name");
            if (!is_role_name(role.name)) errors.push_back({"name", std::string(kRoleNameRule)});
            if (!errors.empty()) return invalid_fields(std::move(errors));
            return roles.database.write([&](sql::Connection& connection) {
              if (!apps::find(connection, role.app_id)) return no_such_app();
              if (roles::find(connection, role.app_id, role.name)) {
                return invalid_fields({{"name", "belongs to another role of this app already"}});
              }
              if (auto refused = accept_permissions(connection, roles, call, role, {})) return *refused;
              (void)roles::insert(connection, role);  // the name was free in this transaction
              record(connection, roles, call, role, "role.added");
              return role_answer(201, role);
            });
          }};
}

Route change_route(Roles roles) {
  const std::vector<Field> fields = {permissions_field()};
  return {.method = http::Method::patch,
          .path = "/api/v1/apps/{id}/roles/{name}",
          .access = Access::requires_app_permission(AppPermission::manage_app),
          .summary = "Replace a role's permissions",
          .body = fields,
          .answers = {{200, role_shape()}},
          .refusals = {{403, "beyond_rights"}, {412, "stale"}},
          .handle = [roles, fields](const Call& call) {
            const AppId app(call.request.param("id"));
            const auto& name = call.request.param("name");
            if (!find_role(roles, call)) return no_such_role();
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            Role role{app, name, {}};
            if (auto errors = take_permissions(*body, role); !errors.empty())
              return invalid_fields(std::move(errors));
            return roles.database.write([&](sql::Connection& connection) {
              const auto now = roles::find(connection, app, name);
              if (!now) return no_such_role();
              if (auto stale = refuse_stale(call.request, now->version)) return *stale;
              if (!body->has("permissions")) return role_answer(200, *now);
              if (auto refused = accept_permissions(connection, roles, call, role, now->permissions)) {
                return *refused;
              }
              roles::set_permissions(connection, role);
              record(connection, roles, call, role, "role.changed");
              role.version = now->version + 1;
              return role_answer(200, role);
            });
          }};
}

Route delete_route(Roles roles) {
  return {.method = http::Method::delete_,
          .path = "/api/v1/apps/{id}/roles/{name}",
          .access = Access::requires_app_permission(AppPermission::manage_app),
          .summary = "Delete a role; its members stay members without it",
          .answers = {{204}},
          .refusals = {{412, "stale"}},
          .handle = [roles](const Call& call) {
            const Role role{AppId(call.request.param("id")), call.request.param("name"), {}};
            return roles.database.write([&](sql::Connection& connection) {
              const auto now = roles::find(connection, role.app_id, role.name);
              if (!now) return no_such_role();
              if (auto stale = refuse_stale(call.request, now->version)) return *stale;
              roles::remove(connection, role.app_id, role.name);
              record(connection, roles, call, role, "role.deleted");
              return http::no_content();
            });
          }};
}

}  // namespace

void mount_roles(Routes& routes, const Roles& roles) {
  routes.push_back(list_route(roles));
  routes.push_back(add_route(roles));
  routes.push_back(show_route(roles));
  routes.push_back(change_route(roles));
  routes.push_back(delete_route(roles));
}

}  // namespace gatehouse::server
