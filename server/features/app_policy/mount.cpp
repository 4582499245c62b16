// SPDX-License-Identifier: Apache-2.0
#include "server/features/app_policy/mount.h"

#include <algorithm>

#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/no_such_app.h"
#include "server/access/paging.h"
#include "server/storage/app_policies.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/grants.h"
#include "server/storage/signal_events.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostClaims = 20;

struct Found {
  App app;
  app_policies::AppPolicy policy;
};

std::optional<Found> find(sql::Connection& connection, const AppId& id) {
  auto app = apps::find(connection, id);
  auto policy = app ? app_policies::find(connection, id) : std::nullopt;
  if (!policy) return std::nullopt;
  return Found{std::move(*app), std::move(*policy)};
}

http::Response answer(const Found& found) {
  const auto& policy = found.policy;
  json::array algorithms = {to_text(found.app.algorithm)};
  if (policy.former_algorithm) algorithms.emplace_back(to_text(*policy.former_algorithm));
  auto response = json_answer(
      200, {{"version", policy.version},
            {"algorithms", std::move(algorithms)},
            {"issuedAfter", policy.issued_after == 0
                                ? json::value(nullptr)
                                : json::value(to_rfc3339(from_unix_seconds(policy.issued_after)))},
            {"requiredClaims", json::array(policy.required_claims.begin(), policy.required_claims.end())},
            {"appEpoch", policy.app_epoch}});
  response.headers.set("ETag", version_etag(policy.version));
  return response;
}

Shape policy_shape() {
  using namespace shape;
  return object("AppPolicy", {{"version", integer()},
                              {"algorithms", list_of(text())},
                              {"issuedAfter", time().nullable()},
                              {"requiredClaims", list_of(text())},
                              {"appEpoch", integer()}});
}

/// A claim's name is part of a list of words, and of no more use when it is long.
bool is_claim_name(std::string_view text) {
  return !text.empty() && text.size() <= 100 && std::all_of(text.begin(), text.end(), [](char c) {
    return c > 0x20 && c < 0x7f && c != '"' && c != '\\';
  });
}

std::vector<http::FieldError> apply(const Body& body, Time now, app_policies::AppPolicy& policy) {
  std::vector<http::FieldError> errors;
  if (body.is_null("issuedAfter")) policy.issued_after = 0;
  if (const auto text = body.text("issuedAfter")) {
    const auto time = parse_rfc3339(*text);
    // A time to come would refuse every token until then.
    if (!time || *time > now || to_unix_seconds(*time) < 0) {
      errors.push_back(
          {"issuedAfter", "must be a time such as 2026-01-31T12:00:00Z that is not yet to come"});
    } else {
      policy.issued_after = to_unix_seconds(*time);
    }
  }
  if (const auto claims = body.texts("requiredClaims")) {
    policy.required_claims = *claims;
    auto& names = policy.required_claims;
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    if (names.size() > kMostClaims || !std::all_of(names.begin(), names.end(), is_claim_name)) {
      errors.push_back({"requiredClaims", "must be at most 20 names of 1 to 100 printable ASCII characters"});
    }
  }
  return errors;
}

void record(sql::Connection& connection, const AppPolicies& policies, const Call& call, const AppId& app,
            const char* action) {
  auto event = make_audit_event(call, policies.clock.now(), action, app.value());
  event.app_id = app.value();
  audit_events::append(connection, event);
}

Route show_route(const AppPolicies& policies) {
  return {.method = http::Method::get,
          .path = "/api/v1/apps/{id}/policy",
          .access = Access::requires_app_permission(AppPermission::view_app),
          .summary = "What an app's verifiers hold tokens to",
          .answers = {{200, policy_shape()}},
          .handle = [policies](const Call& call) {
            const auto found = policies.database.read([&](sql::Connection& connection) {
              return find(connection, AppId(call.request.param("id")));
            });
            return found ? answer(*found) : no_such_app();
          }};
}

Route change_route(const AppPolicies& policies) {
  const std::vector<Field> fields = {
      Field::text("issuedAfter", "Tokens issued before this time are refused; null takes the rule back.")
          .nullable()
          .at_most(40),
      Field::text_list("requiredClaims", "Claims that every token must have.").at_most(100)};
  return {.method = http::Method::patch,
          .path = "/api/v1/apps/{id}/policy",
          .access = Access::requires_permission(PlatformPermission::manage_apps),
          .summary = "Change what an app's verifiers hold tokens to; connected instances follow at once",
          .body = fields,
          .answers = {{200, policy_shape()}},
          .refusals = {{412, "stale"}},
          .handle = [policies, fields](const Call& call) {
            const AppId id(call.request.param("id"));
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            std::vector<http::FieldError> errors;
            std::optional<http::Response> stale;
            const auto changed = policies.database.write([&](sql::Connection& connection) {
              auto found = find(connection, id);
              if (!found) return found;
              stale = refuse_stale(call.request, found->policy.version);
              if (stale) return found;
              errors = apply(*body, policies.clock.now(), found->policy);
              if (!errors.empty()) return found;
              app_policies::put_rules(connection, id, found->policy);
              record(connection, policies, call, id, "app.policy_changed");
              return find(connection, id);
            });
            if (!changed) return no_such_app();
            if (stale) return *stale;
            return errors.empty() ? answer(*changed) : invalid_fields(errors);
          }};
}

Route sign_everybody_out_route(const AppPolicies& policies) {
  return {.method = http::Method::post,
          .path = "/api/v1/apps/{id}/sign-everybody-out",
          .access = Access::requires_permission(PlatformPermission::manage_apps),
          .summary = "End every token and refresh token that an app has been given until now",
          .answers = {{200, policy_shape()}},
          .refusals = {{412, "stale"}},
          .handle = [policies](const Call& call) {
            const AppId id(call.request.param("id"));
            return policies.database.write([&](sql::Connection& connection) {
              const auto now = find(connection, id);
              if (!now) return no_such_app();
              if (auto stale = refuse_stale(call.request, now->policy.version)) return *stale;
              // One event says it for all.
              signal_events::quietly(connection, [&] { grants::remove_all_of(connection, id); });
              signal_events::append_for_app(connection, SignalKind::app_epoch, id);
              record(connection, policies, call, id, "app.everybody_signed_out");
              return answer(find(connection, id).value());
            });
          }};
}

}  // namespace

void mount_app_policy(Routes& routes, const AppPolicies& policies) {
  routes.push_back(show_route(policies));
  routes.push_back(change_route(policies));
  routes.push_back(sign_everybody_out_route(policies));
}

}  // namespace gatehouse::server
