// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/features/settings/brand_fields.h"
#include "server/features/settings/mount.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/brands.h"

namespace gatehouse::server {
namespace {

constexpr PictureRules kLogoRules{.bounds = {.bytes = 512 * 1024, .side = 4096, .pixels = 4'000'000},
                                  .side = 512};

enum class Of { platform, app };

brands::Owner owner_of(Of of, const Call& call) {
  return of == Of::app ? brands::Owner(AppId(call.request.param("id"))) : std::nullopt;
}

http::Response store(const PlatformSettings& settings, const Call& call, const brands::Owner& owner,
                     const std::optional<std::string>& png) {
  return settings.database.write([&](sql::Connection& connection) {
    if (owner && !apps::find(connection, *owner))
      return http::problem(404, "not_found", "There is no such app.");
    if (auto stale = refuse_stale(call.request, brands::load(connection, owner).version)) return *stale;
    brands::put_logo(connection, owner, png, settings.clock.now());
    auto event =
        make_audit_event(call, settings.clock.now(), png ? "brand.logo_changed" : "brand.logo_removed",
                         owner ? owner->value() : std::string());
    if (owner) event.app_id = owner->value();
    audit_events::append(connection, event);
    const auto stored = brands::load(connection, owner);
    auto json = to_json(stored.brand);
    json["effective"] = to_effective_json(brands::load_effective(connection, owner));
    auto response = json_answer(200, json);
    response.headers.set("ETag", version_etag(stored.version));
    return response;
  });
}

void add_routes(Routes& routes, const PlatformSettings& settings, Of of) {
  const char* path = of == Of::app ? "/api/v1/apps/{id}/branding/logo" : "/api/v1/settings/logo";
  const auto permission = of == Of::app ? PlatformPermission::manage_apps : PlatformPermission::manage_users;
  routes.push_back({.method = http::Method::put,
                    .path = path,
                    .access = Access::requires_permission(permission),
                    .summary = "Set the logo: the bytes of a PNG, JPEG or WebP picture of at most 512 KiB",
                    .uploads = picture_uploads(),
                    .answers = {{200, branding_shape()}},
                    .refusals = {{412, "stale"}},
                    .handle = [settings, of](const Call& call) {
                      const auto png = settings.pictures.read(call.request, kLogoRules);
                      return png ? store(settings, call, owner_of(of, call), *png) : png.error();
                    }});
  routes.push_back({.method = http::Method::delete_,
                    .path = path,
                    .access = Access::requires_permission(permission),
                    .summary = "Remove the logo",
                    .answers = {{200, branding_shape()}},
                    .refusals = {{412, "stale"}},
                    .handle = [settings, of](const Call& call) {
                      return store(settings, call, owner_of(of, call), std::nullopt);
                    }});
}

}  // namespace

Routes logo_routes(const PlatformSettings& settings) {
  Routes routes;
  add_routes(routes, settings, Of::platform);
  add_routes(routes, settings, Of::app);
  return routes;
}

}  // namespace gatehouse::server
