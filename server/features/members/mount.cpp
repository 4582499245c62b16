// SPDX-License-Identifier: Apache-2.0
#include "server/features/members/mount.h"

#include <algorithm>

#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/members.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

http::Response no_such_app() {
  return http::problem(404, "not_found", "There is no such app.");
}
http::Response no_such_user() {
  return http::problem(404, "not_found", "There is no such user.");
}
http::Response no_such_member() {
  return http::problem(404, "not_found", "The user is no member of this app.");
}

boost::json::object to_json(const Member& member, const User& user) {
  return {
      {"user",
       boost::json::object{{"id", user.id.value()}, {"email", user.email}, {"name", user.display_name()}}},
      {"roles", boost::json::array(member.roles.begin(), member.roles.end())}};
}

void record(sql::Connection& connection, const Members& members, const Call& call, const Member& member,
            const char* action) {
  auto event = make_audit_event(call, members.clock.now(), action, member.user_id.value());
  event.app_id = member.app_id.value();
  audit_events::append(connection, event);
}

Route list_route(Members members) {
  return {.method = http::Method::get,
          .path = "/api/v1/apps/{id}/members",
          .access = Access::requires_permission(PlatformPermission::view_platform),
          .summary = "Members of an app with their roles",
          .query = page_parameters(),
          .handle = [members](const Call& call) {
            const AppId app(call.request.param("id"));
            const auto query = parse_query(call.request, page_parameters());
            if (!query) return query.error();
            const auto page = parse_page(*query);
            if (!page) return page.error();
            boost::json::array items;
            std::string next;
            const bool found = members.database.read([&](sql::Connection& connection) {
              if (!apps::find(connection, app)) return false;
              const auto list = members::list(connection, app, *page);
              for (const auto& member : list.items) {
                if (const auto user = users::find(connection, member.user_id))
                  items.push_back(to_json(member, *user));
              }
              next = list.next;
              return true;
            });
            return found ? list_answer(std::move(items), next) : no_such_app();
          }};
}

Route list_apps_route(Members members) {
  return {.method = http::Method::get,
          .path = "/api/v1/users/{id}/apps",
          .access = Access::requires_permission(PlatformPermission::view_platform),
          .summary = "The apps that a user may enter, with the user's roles",
          .handle = [members](const Call& call) {
            const UserId user(call.request.param("id"));
            boost::json::array items;
            const bool found = members.database.read([&](sql::Connection& connection) {
              if (!users::find(connection, user)) return false;
              for (const auto& id : members::list_apps_of(connection, user)) {
                const auto app = apps::find(connection, id);
                const auto member = members::find(connection, id, user);
                if (!app || !member) continue;
                boost::json::array roles(member->roles.begin(), member->roles.end());
                items.push_back(boost::json::object{
                    {"id", id.value()}, {"name", app->name}, {"roles", std::move(roles)}});
              }
              return true;
            });
            return found ? list_answer(std::move(items), "") : no_such_user();
          }};
}

Route put_route(Members members) {
  const std::vector<Field> fields = {
      Field::text_list("roles",
                       "All roles that the member shall have; none of the present ones stays otherwise.")
          .required()
          .at_most(64)};
  return {.method = http::Method::put,
          .path = "/api/v1/apps/{id}/members/{user}",
          .access = Access::requires_permission(PlatformPermission::manage_apps),
          .summary = "Make a user a member of an app, or replace a member's roles",
          .body = fields,
          .handle = [members, fields](const Call& call) {
            Member member{AppId(call.request.param("id")), UserId(call.request.param("user")), {}};
            std::optional<App> app;
            std::optional<User> user;
            members.database.read([&](sql::Connection& connection) {
              app = apps::find(connection, member.app_id);
              user = users::find(connection, member.user_id);
            });
            if (!app) return no_such_app();
            if (!user) return no_such_user();
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            member.roles = *body->texts("roles");
            std::sort(member.roles.begin(), member.roles.end());
            member.roles.erase(std::unique(member.roles.begin(), member.roles.end()), member.roles.end());
            enum class Outcome { done, unknown_role, gone };
            const auto outcome = members.database.write([&](sql::Connection& connection) {
              if (!apps::find(connection, member.app_id) || !users::find(connection, member.user_id))
                return Outcome::gone;
              if (members::put(connection, member, members.clock.now()) == members::Put::unknown_role) {
                return Outcome::unknown_role;
              }
              record(connection, members, call, member, "member.set");
              return Outcome::done;
            });
            if (outcome == Outcome::gone) return no_such_user();
            if (outcome == Outcome::unknown_role) {
              return invalid_fields({{"roles", "names a role that this app does not have"}});
            }
            return json_answer(200, to_json(member, *user));
          }};
}

Route delete_route(Members members) {
  return {.method = http::Method::delete_,
          .path = "/api/v1/apps/{id}/members/{user}",
          .access = Access::requires_permission(PlatformPermission::manage_apps),
          .summary = "Take a member out of an app",
          .handle = [members](const Call& call) {
            const Member member{AppId(call.request.param("id")), UserId(call.request.param("user")), {}};
            const bool removed = members.database.write([&](sql::Connection& connection) {
              if (!members::remove(connection, member.app_id, member.user_id)) return false;
              record(connection, members, call, member, "member.removed");
              return true;
            });
            return removed ? http::no_content() : no_such_member();
          }};
}

}  // namespace

void mount_members(Routes& routes, const Members& members) {
  routes.push_back(list_route(members));
  routes.push_back(list_apps_route(members));
  routes.push_back(put_route(members));
  routes.push_back(delete_route(members));
}

}  // namespace gatehouse::server
