// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/features/apps/app_fields.h"
#include "server/features/apps/mount.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"

namespace gatehouse::server {
namespace {

std::optional<App> find_app(const Apps& apps, const Call& call) {
  return apps.database.read(
      [&](sql::Connection& connection) { return apps::find(connection, AppId(call.request.param("id"))); });
}

/// The step of the rotation that comes next; `prepare` when none is under way.
const char* next_secret_step(sql::Connection& connection, const AppId& id) {
  if (apps::has_secret(connection, id, apps::SecretSlot::next)) return "activate";
  return apps::has_secret(connection, id, apps::SecretSlot::previous) ? "retire" : "prepare";
}

void record(sql::Connection& connection, const Apps& apps, const Call& call, const AppId& id,
            const char* action) {
  auto event = make_audit_event(call, apps.clock.now(), action, id.value());
  event.app_id = id.value();
  audit_events::append(connection, event);
}

}  // namespace

Route list_apps_route(Apps apps) {
  return {.method = http::Method::get,
          .path = "/api/v1/apps",
          .access = Access::requires_app_permission_somewhere(AppPermission::view_app),
          .summary = "Apps by id: all of them, or those that the caller manages",
          .query = page_parameters(),
          .answers = {{200, shape::page_of(app_shape())}},
          .handle = [apps](const Call& call) {
            const auto query = parse_query(call.request, page_parameters());
            if (!query) return query.error();
            const auto page = parse_page(*query);
            if (!page) return page.error();
            const auto found = apps.database.read([&](sql::Connection& connection) {
              return call.caller.may_everywhere(AppPermission::view_app)
                         ? apps::list(connection, *page)
                         : apps::list(connection, *page,
                                      call.caller.rights().named_apps(AppPermission::view_app));
            });
            boost::json::array items;
            for (const auto& app : found.items) items.push_back(to_json(app));
            return list_answer(std::move(items), found.next);
          }};
}

Route show_app_route(Apps apps) {
  return {.method = http::Method::get,
          .path = "/api/v1/apps/{id}",
          .access = Access::requires_app_permission(AppPermission::view_app),
          .summary = "One app, without its secret key",
          .answers = {{200, app_shape().extended(
                                "ShownApp",
                                {{"nextSecretStep", shape::one_of({"prepare", "activate", "retire"})}})}},
          .handle = [apps](const Call& call) {
            const AppId id(call.request.param("id"));
            return apps.database.read([&](sql::Connection& connection) {
              const auto app = apps::find(connection, id);
              if (!app) return no_such_app();
              auto json = to_json(*app);
              json["nextSecretStep"] = next_secret_step(connection, id);
              return app_answer(*app, json);
            });
          }};
}

Route change_app_route(Apps apps) {
  return {.method = http::Method::patch,
          .path = "/api/v1/apps/{id}",
          .access = Access::requires_permission(PlatformPermission::manage_apps),
          .summary = "Change an app",
          .body = app_fields(AppFieldsFor::changing),
          .answers = {{200, app_shape()}},
          .refusals = {{409, "changed_meanwhile"}, {412, "stale"}},
          .handle = [apps, fields = app_fields(AppFieldsFor::changing)](const Call& call) {
            auto app = find_app(apps, call);
            if (!app) return no_such_app();
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            if (auto stale = refuse_stale(call.request, app->version)) return *stale;
            if (auto errors = apply_app_fields(*body, *app); !errors.empty())
              return invalid_fields(std::move(errors));
            app->updated_at = apps.clock.now();
            const bool stored = apps.database.write([&](sql::Connection& connection) {
              if (!apps::update(connection, *app)) return false;
              record(connection, apps, call, app->id, "app.changed");
              return true;
            });
            if (!stored) return changed_meanwhile();
            ++app->version;
            return app_answer(*app);
          }};
}

Route delete_app_route(Apps apps) {
  return {.method = http::Method::delete_,
          .path = "/api/v1/apps/{id}",
          .access = Access::requires_permission(PlatformPermission::manage_apps),
          .summary = "Delete an app with its roles and members; its refresh tokens end at once",
          .answers = {{204}},
          .refusals = {{412, "stale"}},
          .handle = [apps](const Call& call) {
            const AppId id(call.request.param("id"));
            return apps.database.write([&](sql::Connection& connection) {
              const auto app = apps::find(connection, id);
              if (!app) return no_such_app();
              if (auto stale = refuse_stale(call.request, app->version)) return *stale;
              apps::remove(connection, id);
              record(connection, apps, call, id, "app.deleted");
              return http::no_content();
            });
          }};
}

}  // namespace gatehouse::server
