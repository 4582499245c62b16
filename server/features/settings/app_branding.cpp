// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/no_such_app.h"
#include "server/access/paging.h"
#include "server/features/settings/brand_fields.h"
#include "server/features/settings/mount.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/brands.h"

namespace gatehouse::server {
namespace {

constexpr const char* kPath = "/api/v1/apps/{id}/branding";

http::Response answer(sql::Connection& connection, const AppId& id) {
  const auto stored = brands::load(connection, id);
  auto json = to_json(stored.brand);
  json["effective"] = to_effective_json(brands::load_effective(connection, id));
  auto response = json_answer(200, json);
  response.headers.set("ETag", version_etag(stored.version));
  return response;
}

http::Response change(const PlatformSettings& settings, const Call& call, const Body& body,
                      sql::Connection& connection) {
  const AppId id(call.request.param("id"));
  if (!apps::find(connection, id)) return no_such_app();
  auto stored = brands::load(connection, id);
  if (auto stale = refuse_stale(call.request, stored.version)) return *stale;
  std::vector<http::FieldError> errors;
  apply_brand_fields(body, stored.brand, errors);
  if (!errors.empty()) return invalid_fields(std::move(errors));
  brands::put(connection, id, stored.brand, settings.clock.now());
  auto event = make_audit_event(call, settings.clock.now(), "app.branding_changed", id.value());
  event.app_id = id.value();
  audit_events::append(connection, event);
  return answer(connection, id);
}

}  // namespace

Route show_app_branding_route(PlatformSettings settings) {
  return {.method = http::Method::get,
          .path = kPath,
          .access = Access::requires_permission(PlatformPermission::view_platform),
          .summary = "How an app presents itself where people sign in to it; null: as the platform does",
          .answers = {{200, branding_shape()}},
          .handle = [settings](const Call& call) {
            const AppId id(call.request.param("id"));
            return settings.database.read([&](sql::Connection& connection) {
              return apps::find(connection, id) ? answer(connection, id) : no_such_app();
            });
          }};
}

Route change_app_branding_route(PlatformSettings settings) {
  return {.method = http::Method::patch,
          .path = kPath,
          .access = Access::requires_permission(PlatformPermission::manage_apps),
          .summary = "Change how an app presents itself where people sign in to it",
          .body = brand_fields(),
          .answers = {{200, branding_shape()}},
          .refusals = {{412, "stale"}},
          .handle = [settings, fields = brand_fields()](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            return settings.database.write(
                [&](sql::Connection& connection) { return change(settings, call, *body, connection); });
          }};
}

}  // namespace gatehouse::server
