// SPDX-License-Identifier: Apache-2.0
#include "server/features/app_managers/mount.h"

#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/no_such_app.h"
#include "server/access/paging.h"
#include "server/storage/app_managers.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

http::Response no_such_user() {
  return http::problem(404, "not_found", "There is no such user.");
}
http::Response no_such_manager() {
  return http::problem(404, "not_found", "The user does not manage this app.");
}

boost::json::object to_json(const User& user) {
  return {{"user", boost::json::object{
                       {"id", user.id.value()}, {"email", user.email}, {"name", user.display_name()}}}};
}

Shape manager_shape() {
  return shape::object("Manager", {{"user", person_shape()}});
}

void record(sql::Connection& connection, const AppManagers& managers, const Call& call, const char* action) {
  auto event = make_audit_event(call, managers.clock.now(), action, call.request.param("user"));
  event.app_id = call.request.param("id");
  audit_events::append(connection, event);
}

Route list_route(AppManagers managers) {
  return {.method = http::Method::get,
          .path = "/api/v1/apps/{id}/managers",
          .access = Access::requires_app_permission(AppPermission::view_app),
          .summary = "Who manages an app",
          .query = page_parameters(),
          .answers = {{200, shape::page_of(manager_shape())}},
          .handle = [managers](const Call& call) {
            const AppId app(call.request.param("id"));
            const auto query = parse_query(call.request, page_parameters());
            if (!query) return query.error();
            const auto page = parse_page(*query);
            if (!page) return page.error();
            return managers.database.read([&](sql::Connection& connection) {
              if (!apps::find(connection, app)) return no_such_app();
              const auto list = app_managers::list(connection, app, *page);
              boost::json::array items;
              for (const auto& id : list.items) {
                if (const auto user = users::find(connection, id)) items.push_back(to_json(*user));
              }
              return list_answer(std::move(items), list.next);
            });
          }};
}

Route put_route(AppManagers managers) {
  return {.method = http::Method::put,
          .path = "/api/v1/apps/{id}/managers/{user}",
          .access = Access::requires_app_permission(AppPermission::manage_app),
          .summary = "Let a user manage the app: its roles, members, invitations and managers",
          .answers = {{200, manager_shape()}},
          .handle = [managers](const Call& call) {
            const AppId app(call.request.param("id"));
            return managers.database.write([&](sql::Connection& connection) {
              if (!apps::find(connection, app)) return no_such_app();
              const auto user = users::find(connection, UserId(call.request.param("user")));
              if (!user) return no_such_user();
              if (app_managers::insert(connection, app, user->id, managers.clock.now())) {
                record(connection, managers, call, "app_manager.added");
              }
              return json_answer(200, to_json(*user));
            });
          }};
}

Route delete_route(AppManagers managers) {
  return {.method = http::Method::delete_,
          .path = "/api/v1/apps/{id}/managers/{user}",
          .access = Access::requires_app_permission(AppPermission::manage_app),
          .summary = "Take the management of the app from a user",
          .answers = {{204}},
          .handle = [managers](const Call& call) {
            const AppId app(call.request.param("id"));
            return managers.database.write([&](sql::Connection& connection) {
              if (!apps::find(connection, app)) return no_such_app();
              if (!app_managers::remove(connection, app, UserId(call.request.param("user")))) {
                return no_such_manager();
              }
              record(connection, managers, call, "app_manager.removed");
              return http::no_content();
            });
          }};
}

}  // namespace

void mount_app_managers(Routes& routes, const AppManagers& managers) {
  routes.push_back(list_route(managers));
  routes.push_back(put_route(managers));
  routes.push_back(delete_route(managers));
}

}  // namespace gatehouse::server
