// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "core/token/secret_key.h"
#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/features/apps/app_fields.h"
#include "server/features/apps/mount.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"

namespace gatehouse::server {
namespace {

/// `Order Desk (beta)` becomes `order-desk-beta`; `app` when nothing is left.
std::string make_slug(const std::string& name) {
  std::string slug;
  for (const char c : name) {
    const char lower = c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    const bool plain = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
    if (plain) slug += lower;
    if (!plain && !slug.empty() && slug.back() != '-') slug += '-';
  }
  slug.resize(std::min<std::size_t>(slug.size(), 40));
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return is_app_id(slug) ? slug : "app";
}

AppId find_free_id(sql::Connection& connection, const std::string& slug) {
  for (int number = 1;; ++number) {
    AppId id(number == 1 ? slug : slug + "-" + std::to_string(number));
    if (!apps::find(connection, id)) return id;
  }
}

struct NewApp {
  App app;
  SecretString secret;
};

Result<NewApp, http::Response> read_new_app(const Apps& apps, const Body& body) {
  NewApp made;
  // Who can't keep a secret verifies by public keys.
  if (body.text("clientType") == "public") made.app.algorithm = AppAlgorithm::es256;
  auto errors = apply_app_fields(body, made.app);
  if (const auto id = body.text("id")) {
    if (!is_app_id(*id)) errors.push_back({"id", std::string(kAppIdRule)});
    made.app.id = AppId(*id);
  }
  if (const auto secret = body.text("secretKey")) {
    made.secret = SecretString(*secret);
    if (const auto checked = token::check_secret_key(*secret); !checked) {
      errors.push_back({"secretKey", std::string(token::to_sentence(checked.error()))});
    }
  } else {
    made.secret = SecretString(make_random_text(apps.random, 32));
  }
  if (!errors.empty()) return fail(invalid_fields(std::move(errors)));
  made.app.created_at = made.app.updated_at = apps.clock.now();
  return made;
}

}  // namespace

Route add_app_route(Apps apps) {
  return {.method = http::Method::post,
          .path = "/api/v1/apps",
          .access = Access::requires_permission(PlatformPermission::manage_apps),
          .summary = "Register an app; the secret key is shown in this answer and never again",
          .body = app_fields(AppFieldsFor::adding),
          .answers = {{201, app_shape().extended("NewApp", {{"secretKey", shape::text()}})}},
          .handle = [apps, fields = app_fields(AppFieldsFor::adding)](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            const auto made = read_new_app(apps, *body);
            if (!made) return made.error();
            const auto stored = apps.database.write([&](sql::Connection& connection) -> std::optional<App> {
              auto app = made->app;
              if (app.id.empty()) app.id = find_free_id(connection, make_slug(app.name));
              if (apps::insert(connection, app) == apps::Inserted::id_taken) return std::nullopt;
              apps::put_secret(connection, apps.sealing_key, apps.random, app.id, apps::SecretSlot::current,
                               made->secret, app.created_at);
              auto event = make_audit_event(call, app.created_at, "app.added", app.id.value());
              event.app_id = app.id.value();
              audit_events::append(connection, event);
              return app;
            });
            if (!stored) return invalid_fields({{"id", "belongs to another app already"}});
            auto json = to_json(*stored);
            json["secretKey"] = made->secret.reveal();
            auto response = json_answer(201, json);
            response.headers.set("ETag", version_etag(stored->version));
            return response;
          }};
}

}  // namespace gatehouse::server
