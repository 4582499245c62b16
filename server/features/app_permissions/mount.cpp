// SPDX-License-Identifier: Apache-2.0
#include "server/features/app_permissions/mount.h"

#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/no_such_app.h"
#include "server/access/paging.h"
#include "server/access/short_list.h"
#include "server/features/app_permissions/permission_fields.h"
#include "server/storage/app_permissions.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"

namespace gatehouse::server {
namespace {

boost::json::array list_of(sql::Connection& connection, const AppId& app) {
  boost::json::array items;
  for (const auto& permission : app_permissions::list(connection, app)) {
    items.push_back(boost::json::object{{"name", permission.name},
                                        {"state", app_permissions::to_text(permission.state)},
                                        {"declared", permission.is_declared},
                                        {"createdAt", to_rfc3339(permission.created_at)}});
  }
  return items;
}

Shape permissions_shape() {
  using namespace shape;
  return page_of(object("Permission", {{"name", text()},
                                       {"state", one_of({"waiting", "accepted", "rejected"})},
                                       {"declared", flag()},
                                       {"createdAt", time()}}));
}

Route list_route(AppPermissions permissions) {
  return {.method = http::Method::get,
          .path = "/api/v1/apps/{id}/permissions",
          .access = Access::requires_app_permission(AppPermission::view_app),
          .summary =
              "The permissions of an app: typed in, or declared by the app and waiting, accepted or "
              "rejected",
          .query = short_list_parameters(),
          .answers = {{200, permissions_shape()}},
          .handle = [permissions](const Call& call) {
            const AppId app(call.request.param("id"));
            return permissions.database.read([&](sql::Connection& connection) {
              if (!apps::find(connection, app)) return no_such_app();
              return short_list_answer(call.request, list_of(connection, app), Order::ascending,
                                       by_member("name"));
            });
          }};
}

void record(sql::Connection& connection, const AppPermissions& permissions, const Call& call,
            const std::string& name, const char* action) {
  auto event = make_audit_event(call, permissions.clock.now(), action, name);
  event.app_id = call.request.param("id");
  audit_events::append(connection, event);
}

struct Decision {
  std::vector<std::string> accepted;
  std::vector<std::string> rejected;
};

/// The answer that refuses; absent when all is stored.
std::optional<http::Response> store(sql::Connection& connection, const AppPermissions& permissions,
                                    const Call& call, const Decision& decision) {
  const AppId app(call.request.param("id"));
  for (const auto& name : decision.rejected) {
    if (app_permissions::is_used(connection, app, name)) {
      return http::problem(409, "permission_in_use",
                           "A role has the permission " + name + ". Take it from the role first.");
    }
  }
  apps::raise_version(connection, app);
  for (const auto& name : decision.accepted) {
    app_permissions::accept(connection, app, name, permissions.clock.now());
    record(connection, permissions, call, name, "app_permission.accepted");
  }
  for (const auto& name : decision.rejected) {
    if (app_permissions::reject(connection, app, name))
      record(connection, permissions, call, name, "app_permission.rejected");
  }
  return std::nullopt;
}

/// An administrator's yes: managers make roles of what the app may do, and don't decide what that is.
Route decide_route(AppPermissions permissions) {
  const std::vector<Field> fields = {
      Field::text_list("accept", "Permissions to accept; those not declared are typed in by this.")
          .at_most(100),
      Field::text_list("reject", "Permissions to reject: they wait no longer, and no role may have them.")
          .at_most(100)};
  return {.method = http::Method::post,
          .path = "/api/v1/apps/{id}/permissions/decide",
          .access = Access::requires_permission(PlatformPermission::manage_apps),
          .summary = "Accept or reject permissions of an app",
          .body = fields,
          .answers = {{200, permissions_shape()}},
          .refusals = {{409, "permission_in_use"}, {412, "stale"}},
          .handle = [permissions, fields](const Call& call) {
            const AppId app(call.request.param("id"));
            const bool known = permissions.database.read(
                [&](sql::Connection& connection) { return apps::find(connection, app).has_value(); });
            if (!known) return no_such_app();
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            std::vector<http::FieldError> errors;
            const Decision decision{take_permissions(*body, "accept", errors),
                                    take_permissions(*body, "reject", errors)};
            if (!errors.empty()) return invalid_fields(std::move(errors));
            return permissions.database.write([&](sql::Connection& connection) {
              const auto now = apps::find(connection, app);
              if (!now) return no_such_app();
              if (auto stale = refuse_stale(call.request, now->version)) return *stale;
              if (auto refused = store(connection, permissions, call, decision)) return *refused;
              auto response = list_answer(list_of(connection, app), "");
              response.headers.set("ETag", version_etag(now->version + 1));
              return response;
            });
          }};
}

}  // namespace

void mount_app_permissions(Routes& routes, const AppPermissions& permissions) {
  routes.push_back(list_route(permissions));
  routes.push_back(decide_route(permissions));
  routes.push_back(declare_permissions_route(permissions));
}

}  // namespace gatehouse::server
