// SPDX-License-Identifier: Apache-2.0
#include "server/features/app_links/mount.h"

#include <algorithm>

#include "core/token/secret_key.h"
#include "server/access/json_text.h"
#include "server/access/no_such_app.h"
#include "server/access/short_list.h"
#include "server/features/app_links/instance_json.h"
#include "server/storage/apps.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;

constexpr std::int64_t kUsualWaitSeconds = 10;

/// The ids of an app's secrets by what each is for, so that people read "next" and not a kid.
struct SecretNames {
  std::vector<std::pair<std::string, const char*>> names;

  [[nodiscard]] json::array of(const std::vector<std::string>& ids) const {
    json::array held;
    for (const auto& [id, name] : names) {
      if (std::find(ids.begin(), ids.end(), id) != ids.end()) held.emplace_back(name);
    }
    return held;
  }
};

SecretNames name_secrets(sql::Connection& connection, const AppLinks& links, const AppId& app) {
  const auto secrets = apps::load_secrets(connection, links.sealing_key, app);
  SecretNames named;
  const auto add = [&](const std::optional<SecretString>& secret, const char* name) {
    if (secret) named.names.emplace_back(token::secret_key_id(*secret), name);
  };
  add(secrets.current, "current");
  add(secrets.next, "next");
  add(secrets.previous, "previous");
  return named;
}

Shape linked_instance_shape() {
  return instance_shape().extended(
      "LinkedInstance", {{"secretsHeld", shape::list_of(shape::one_of({"current", "next", "previous"}))}});
}

Route list_route(const AppLinks& links) {
  return {.method = http::Method::get,
          .path = "/api/v1/apps/{id}/instances",
          .access = Access::requires_app_permission(AppPermission::view_app),
          .summary = "The running instances of an app that follow the platform, and how far each has got",
          .query = short_list_parameters(),
          .answers = {{200, shape::page_of(linked_instance_shape())}},
          .handle = [links](const Call& call) {
            const AppId app(call.request.param("id"));
            std::optional<SecretNames> secrets;
            links.database.read([&](sql::Connection& connection) {
              if (apps::find(connection, app)) secrets = name_secrets(connection, links, app);
            });
            if (!secrets) return no_such_app();
            json::array items;
            for (const auto& instance : links.instances.list(app)) {
              auto item = to_json(instance);
              item["secretsHeld"] = secrets->of(instance.stream.instance_secrets);
              items.push_back(std::move(item));
            }
            return short_list_answer(call.request, std::move(items), Order::ascending, by_member("id"));
          }};
}

http::Response wait_for(const AppLinks& links, const Call& call, const std::vector<Field>& fields,
                        const AppId& app) {
  const auto body = parse_body(call.request, fields);
  if (!body) return body.error();
  const auto seconds = body->integer("seconds").value_or(kUsualWaitSeconds);
  const auto behind = links.instances.wait(app, std::chrono::seconds(seconds));
  return json_answer(200, {{"acknowledged", behind.empty()}, {"unacknowledged", to_json(behind)}});
}

std::vector<Field> wait_fields() {
  return {Field::integer("seconds", "How long to wait at most, 0 to 60; default 10.")
              .between(0, kMostWaitSeconds)};
}

Route wait_route(const AppLinks& links) {
  return {.method = http::Method::post,
          .path = "/api/v1/apps/{id}/wait",
          .access = Access::requires_app_permission(AppPermission::view_app),
          .summary = "Wait until every live instance of an app has heard of all that happened until now",
          .body = wait_fields(),
          .answers = {{200, acknowledgement_shape()}},
          .handle = [links, fields = wait_fields()](const Call& call) {
            const AppId app(call.request.param("id"));
            const auto found =
                links.database.read([&](sql::Connection& connection) { return apps::find(connection, app); });
            return found ? wait_for(links, call, fields, app) : no_such_app();
          }};
}

Route wait_for_all_route(const AppLinks& links) {
  return {.method = http::Method::post,
          .path = "/api/v1/wait",
          .access = Access::requires_permission(PlatformPermission::view_platform),
          .summary = "Wait until every live instance of every app has heard of all that happened until now",
          .body = wait_fields(),
          .answers = {{200, acknowledgement_shape()}},
          .handle = [links, fields = wait_fields()](const Call& call) {
            return wait_for(links, call, fields, AppId());
          }};
}

}  // namespace

void mount_app_links(Routes& routes, const AppLinks& links) {
  routes.push_back(list_route(links));
  routes.push_back(wait_route(links));
  routes.push_back(wait_for_all_route(links));
}

}  // namespace gatehouse::server
