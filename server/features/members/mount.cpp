// SPDX-License-Identifier: Apache-2.0
#include "server/features/members/mount.h"

#include <algorithm>

#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/no_such_app.h"
#include "server/access/paging.h"
#include "server/access/short_list.h"
#include "server/model/email.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/members.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

http::Response no_such_user() {
  return http::problem(404, "not_found", "There is no such user.");
}
http::Response no_such_member() {
  return http::problem(404, "not_found", "The user is no member of this app.");
}

boost::json::object to_json(const User& user) {
  return {{"id", user.id.value()}, {"email", user.email}, {"name", user.display_name()}};
}

boost::json::object to_json(const Member& member, const User& user) {
  return {{"user", to_json(user)},
          {"roles", boost::json::array(member.roles.begin(), member.roles.end())},
          {"version", member.version}};
}

Shape member_shape() {
  return shape::object(
      "Member",
      {{"user", person_shape()}, {"roles", shape::list_of(shape::text())}, {"version", shape::integer()}});
}

Shape app_of_user_shape() {
  return shape::object(
      "AppOfUser",
      {{"id", shape::text()}, {"name", shape::text()}, {"roles", shape::list_of(shape::text())}});
}

http::Response member_answer(const Member& member, const User& user) {
  auto response = json_answer(200, to_json(member, user));
  response.headers.set("ETag", version_etag(member.version));
  return response;
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
          .access = Access::requires_app_permission(AppPermission::view_app),
          .summary = "Members of an app with their roles",
          .query = page_parameters(),
          .answers = {{200, shape::page_of(member_shape())}},
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
          .query = short_list_parameters(),
          .answers = {{200, shape::page_of(app_of_user_shape())}},
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
            return found
                       ? short_list_answer(call.request, std::move(items), Order::ascending, by_member("id"))
                       : no_such_user();
          }};
}

/// Whoever manages an app finds a person by exact address, and never goes through everybody.
Route find_candidate_route(Members members) {
  const std::vector<QueryParameter> parameters =
      short_list_parameters({{"email", "The user's exact address; required."}});
  return {.method = http::Method::get,
          .path = "/api/v1/apps/{id}/candidates",
          .access = Access::requires_app_permission(AppPermission::manage_app),
          .summary = "The user with exactly this address, to be made a member or manager",
          .query = parameters,
          .answers = {{200, shape::page_of(person_shape())}},
          .handle = [members, parameters](const Call& call) {
            const auto query = parse_query(call.request, parameters);
            if (!query) return query.error();
            const auto email = parse_email(query->find("email").value_or(""));
            if (!email) return invalid_fields({{"email", std::string(kEmailRule)}});
            const AppId app(call.request.param("id"));
            bool found = false;
            const auto user = members.database.read([&](sql::Connection& connection) {
              found = apps::find(connection, app).has_value();
              return users::find_by_email(connection, *email);
            });
            if (!found) return no_such_app();
            boost::json::array items;
            if (user) items.push_back(to_json(*user));
            return short_list_answer(call.request, std::move(items), Order::ascending, by_member("id"));
          }};
}

Route show_route(Members members) {
  return {.method = http::Method::get,
          .path = "/api/v1/apps/{id}/members/{user}",
          .access = Access::requires_app_permission(AppPermission::view_app),
          .summary = "One member of an app",
          .answers = {{200, member_shape()}},
          .handle = [members](const Call& call) {
            const UserId id(call.request.param("user"));
            return members.database.read([&](sql::Connection& connection) {
              const auto member = members::find(connection, AppId(call.request.param("id")), id);
              const auto user = users::find(connection, id);
              return member && user ? member_answer(*member, *user) : no_such_member();
            });
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
          .access = Access::requires_app_permission(AppPermission::manage_app),
          .summary = "Make a user a member of an app, or replace a member's roles",
          .body = fields,
          .answers = {{200, member_shape()}},
          .refusals = {{412, "stale"}},
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
            return members.database.write([&](sql::Connection& connection) {
              if (!apps::find(connection, member.app_id)) return no_such_app();
              if (!users::find(connection, member.user_id)) return no_such_user();
              const auto now = members::find(connection, member.app_id, member.user_id);
              // RFC 9110, section 13.1.1: no version of what is not there matches.
              if (auto stale = refuse_stale(call.request, now ? now->version : 0)) return *stale;
              if (members::put(connection, member, members.clock.now()) == members::Put::unknown_role) {
                return invalid_fields({{"roles", "names a role that this app does not have"}});
              }
              record(connection, members, call, member, "member.set");
              member.version = now ? now->version + 1 : 1;
              return member_answer(member, *user);
            });
          }};
}

Route delete_route(Members members) {
  return {.method = http::Method::delete_,
          .path = "/api/v1/apps/{id}/members/{user}",
          .access = Access::requires_app_permission(AppPermission::manage_app),
          .summary = "Take a member out of an app",
          .answers = {{204}},
          .refusals = {{412, "stale"}},
          .handle = [members](const Call& call) {
            const Member member{AppId(call.request.param("id")), UserId(call.request.param("user")), {}};
            return members.database.write([&](sql::Connection& connection) {
              const auto now = members::find(connection, member.app_id, member.user_id);
              if (!now) return no_such_member();
              if (auto stale = refuse_stale(call.request, now->version)) return *stale;
              members::remove(connection, member.app_id, member.user_id);
              record(connection, members, call, member, "member.removed");
              return http::no_content();
            });
          }};
}

}  // namespace

void mount_members(Routes& routes, const Members& members) {
  routes.push_back(list_route(members));
  routes.push_back(list_apps_route(members));
  routes.push_back(find_candidate_route(members));
  routes.push_back(show_route(members));
  routes.push_back(put_route(members));
  routes.push_back(delete_route(members));
}

}  // namespace gatehouse::server
