// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <boost/algorithm/string/join.hpp>
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

http::Response wrong_step(const char* detail) {
  return http::problem(409, "wrong_rotation_step", detail);
}

/// One step of the three; `secret` is told when a new one was made.
struct Step {
  std::optional<http::Response> refused;
  SecretString secret;
};

Step prepare(sql::Connection& connection, const Apps& apps, const AppId& id, const apps::Secrets& secrets,
             const SecretString& fresh) {
  if (secrets.next) return {wrong_step("A next secret exists already: activate it first."), {}};
  if (secrets.previous) return {wrong_step("The previous secret still counts: retire it first."), {}};
  apps::put_secret(connection, apps.sealing_key, apps.random, id, apps::SecretSlot::next, fresh,
                   apps.clock.now());
  return {std::nullopt, fresh};
}

Step activate(sql::Connection& connection, const Apps& apps, const AppId& id, const apps::Secrets& secrets) {
  if (!secrets.next || !secrets.current) return {wrong_step("There is no next secret: make one first."), {}};
  const auto put = [&](apps::SecretSlot slot, const SecretString& secret) {
    apps::put_secret(connection, apps.sealing_key, apps.random, id, slot, secret, apps.clock.now());
  };
  put(apps::SecretSlot::previous, *secrets.current);
  put(apps::SecretSlot::current, *secrets.next);
  apps::remove_secret(connection, id, apps::SecretSlot::next);
  return {};
}

Step retire(sql::Connection& connection, const AppId& id) {
  if (apps::remove_secret(connection, id, apps::SecretSlot::previous)) return {};
  return {wrong_step("There is no previous secret to retire: activate the next one first."), {}};
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

}  // namespace

Route rotate_secret_route(Apps apps) {
  const std::vector<Field> fields = {
      Field::text(
          "step",
          "prepare (the default) makes the next secret, activate signs with it, retire drops the old one."),
      Field::flag("force",
                  "Activate although running instances don't hold the next secret: instancesWithoutNext.")};
  return {.method = http::Method::post,
          .path = "/api/v1/apps/{id}/secret/rotate",
          .access = Access::requires_permission(PlatformPermission::manage_apps),
          .summary = "Rotate an app's secret key in three steps, without a rejected request",
          .body = fields,
          .handle = [apps, fields](const Call& call) {
            const AppId id(call.request.param("id"));
            const auto app =
                apps.database.read([&](sql::Connection& connection) { return apps::find(connection, id); });
            if (!app) return no_such_app();
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            const auto name = body->text("step").value_or("prepare");
            if (name != "prepare" && name != "activate" && name != "retire") {
              return invalid_fields({{"step", "must be prepare, activate or retire"}});
            }
            const auto lacking =
                name == "activate" ? list_without_next(apps, id) : std::vector<std::string>();
            if (!lacking.empty() && !body->flag("force").value_or(false)) {
              return refuse_early_activation(lacking);
            }
            const SecretString fresh(make_random_text(apps.random, 32));
            const auto step = apps.database.write([&](sql::Connection& connection) -> Step {
              const auto now = apps::find(connection, id);
              if (!now) return {no_such_app(), {}};
              if (auto stale = refuse_stale(call.request, now->version)) return {std::move(stale), {}};
              const auto secrets = apps::load_secrets(connection, apps.sealing_key, id);
              auto done = name == "prepare"    ? prepare(connection, apps, id, secrets, fresh)
                          : name == "activate" ? activate(connection, apps, id, secrets)
                                               : retire(connection, id);
              if (done.refused) return done;
              auto event = make_audit_event(call, apps.clock.now(), "app.secret_" + name, id.value());
              event.app_id = id.value();
              audit_events::append(connection, event);
              return done;
            });
            if (step.refused) return *step.refused;
            boost::json::object json = {{"id", id.value()}, {"step", name}};
            if (!step.secret.empty()) json["secretKey"] = step.secret.reveal();
            if (!lacking.empty()) json["instancesWithoutNext"] = boost::json::value_from(lacking);
            return json_answer(200, json);
          }};
}

}  // namespace gatehouse::server
