// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <boost/algorithm/string/join.hpp>
#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "core/token/secret_key.h"
#include "core/token/token_rules.h"
#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/features/apps/app_fields.h"
#include "server/features/apps/mount.h"
#include "server/storage/app_policies.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"

namespace gatehouse::server {
namespace {

http::Response wrong_step(const char* detail) {
  return http::problem(409, "wrong_rotation_step", detail);
}

/// One step of the three; `secret` is told when a new one was made, `refused_from` when one is retired.
struct Step {
  std::optional<http::Response> refused;
  SecretString secret;
  std::optional<Time> refused_from;  ///< by connected apps
  std::int64_t version = 0;          ///< of the app, then
};

Step prepare(sql::Connection& connection, const Apps& apps, const AppId& id, const apps::Secrets& secrets,
             const SecretString& fresh) {
  if (secrets.next) return {wrong_step("A next secret exists already: activate it first."), {}, {}, {}};
  if (secrets.previous) return {wrong_step("The previous secret still counts: retire it first."), {}, {}, {}};
  apps::put_secret(connection, apps.sealing_key, apps.random, id, apps::SecretSlot::next, fresh,
                   apps.clock.now());
  return {std::nullopt, fresh, {}, {}};
}

Step activate(sql::Connection& connection, const Apps& apps, const AppId& id, const apps::Secrets& secrets) {
  if (!secrets.next || !secrets.current)
    return {wrong_step("There is no next secret: make one first."), {}, {}, {}};
  const auto put = [&](apps::SecretSlot slot, const SecretString& secret) {
    apps::put_secret(connection, apps.sealing_key, apps.random, id, slot, secret, apps.clock.now());
  };
  put(apps::SecretSlot::previous, *secrets.current);
  put(apps::SecretSlot::current, *secrets.next);
  apps::remove_secret(connection, id, apps::SecretSlot::next);
  return {};
}

/// When the last token that a secret signed is over: it was signed at the latest when another took its place.
Time last_expiry(Time replaced_at, std::chrono::seconds token_lifetime) {
  return from_unix_seconds(to_unix_seconds(replaced_at)) + token_lifetime + token::kDefaultLeeway;
}

enum class Refusal { at_once, when_expired };

Step retire(sql::Connection& connection, const Apps& apps, const App& app, const apps::Secrets& secrets,
            Refusal refusal) {
  const auto activated = apps::find_secret_time(connection, app.id, apps::SecretSlot::previous);
  if (!activated || !secrets.previous)
    return {wrong_step("There is no previous secret to retire: activate the next one first."), {}, {}, {}};
  const auto now = from_unix_seconds(to_unix_seconds(apps.clock.now()));
  const auto refused_from =
      refusal == Refusal::at_once ? now : std::max(now, last_expiry(*activated, app.token_lifetime));
  apps::remove_secret(connection, app.id, apps::SecretSlot::previous);
  app_policies::retire_secret(connection, app.id,
                              {token::secret_key_id(*secrets.previous), to_unix_seconds(refused_from)});
  return {std::nullopt, {}, refused_from, {}};
}

/// Live instances that said which secrets they hold, and not that they hold this one.
std::vector<std::string> list_without(const Apps& apps, const AppId& id, const SecretString& secret) {
  const auto kid = token::secret_key_id(secret);
  std::vector<std::string> hosts;
  for (const auto& [stream, is_live, is_up_to_date] : apps.instances.list(id)) {
    const auto& held = stream.instance_secrets;
    if (!is_live || held.empty() || std::find(held.begin(), held.end(), kid) != held.end()) continue;
    hosts.push_back(stream.name());
  }
  return hosts;
}

std::vector<std::string> list_without_next(const Apps& apps, const AppId& id) {
  const auto next = apps.database
                        .read([&](sql::Connection& connection) {
                          return apps::load_secrets(connection, apps.sealing_key, id);
                        })
                        .next;
  return next ? list_without(apps, id, *next) : std::vector<std::string>();
}

http::Response refuse_early_activation(const std::vector<std::string>& hosts) {
  return http::problem(
      409, "instances_lack_next_secret",
      "These running instances don't hold the next secret and would refuse every new token: " +
          boost::algorithm::join(hosts, ", ") + ". Give it to them first, or force the activation.");
}

Shape rotation_shape() {
  using namespace shape;
  return object("SecretRotation", {{"id", text()},
                                   {"step", one_of({"prepare", "activate", "retire"})},
                                   {"secretKey", text().optional()},
                                   {"refusedFrom", time().optional()},
                                   {"instancesWithoutNext", list_of(text()).optional()}});
}

}  // namespace

Route rotate_secret_route(Apps apps) {
  const std::vector<Field> fields = {
      Field::text(
          "step",
          "prepare (the default) makes the next secret, activate signs with it, retire drops the old one.")
          .one_of({"prepare", "activate", "retire"}),
      Field::flag("force",
                  "Activate although running instances don't hold the next secret: instancesWithoutNext."),
      Field::flag("now",
                  "Retire: connected apps refuse what the old secret signed at once, not when the last such "
                  "token has expired. For a secret that others may know.")};
  return {.method = http::Method::post,
          .path = "/api/v1/apps/{id}/secret/rotate",
          .access = Access::requires_permission(PlatformPermission::manage_apps),
          .summary = "Rotate an app's secret key in three steps, without a rejected request",
          .body = fields,
          .answers = {{200, rotation_shape()}},
          .refusals = {{409, "wrong_rotation_step"}, {409, "instances_lack_next_secret"}, {412, "stale"}},
          .handle = [apps, fields](const Call& call) {
            const AppId id(call.request.param("id"));
            const auto app =
                apps.database.read([&](sql::Connection& connection) { return apps::find(connection, id); });
            if (!app) return no_such_app();
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            const auto name = body->text("step").value_or("prepare");
            const auto is_now = body->flag("now").value_or(false);
            if (is_now && name != "retire") return invalid_fields({{"now", "is for the step retire"}});
            const auto refusal = is_now ? Refusal::at_once : Refusal::when_expired;
            const auto lacking =
                name == "activate" ? list_without_next(apps, id) : std::vector<std::string>();
            if (!lacking.empty() && !body->flag("force").value_or(false)) {
              return refuse_early_activation(lacking);
            }
            const SecretString fresh(make_random_text(apps.random, 32));
            const auto step = apps.database.write([&](sql::Connection& connection) -> Step {
              const auto found = apps::find(connection, id);
              if (!found) return {no_such_app(), {}, {}, {}};
              if (auto stale = refuse_stale(call.request, found->version))
                return {std::move(stale), {}, {}, {}};
              const auto secrets = apps::load_secrets(connection, apps.sealing_key, id);
              auto done = name == "prepare"    ? prepare(connection, apps, id, secrets, fresh)
                          : name == "activate" ? activate(connection, apps, id, secrets)
                                               : retire(connection, apps, *found, secrets, refusal);
              if (done.refused) return done;
              apps::raise_version(connection, id);
              done.version = found->version + 1;
              auto event = make_audit_event(call, apps.clock.now(), "app.secret_" + name, id.value());
              event.app_id = id.value();
              audit_events::append(connection, event);
              return done;
            });
            if (step.refused) return *step.refused;
            boost::json::object json = {{"id", id.value()}, {"step", name}};
            if (!step.secret.empty()) json["secretKey"] = step.secret.reveal();
            if (step.refused_from) json["refusedFrom"] = to_rfc3339(*step.refused_from);
            if (!lacking.empty()) json["instancesWithoutNext"] = boost::json::value_from(lacking);
            auto response = json_answer(200, json);
            response.headers.set("ETag", version_etag(step.version));
            return response;
          }};
}

}  // namespace gatehouse::server
