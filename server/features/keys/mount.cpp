// SPDX-License-Identifier: Apache-2.0
#include "server/features/keys/mount.h"

#include <algorithm>
#include <variant>

#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/short_list.h"
#include "server/issuance/key_schedule.h"
#include "server/storage/audit_events.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;

std::vector<ScheduledKey> list(sql::Connection& connection, const Keys& keys) {
  return schedule_keys(platform_keys::list(connection, keys.sealing_key), keys.clock.now());
}

const ScheduledKey* find(const std::vector<ScheduledKey>& all, std::string_view kid) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.key.kid == kid; });
  return found == all.end() ? nullptr : &*found;
}

bool holds(const std::vector<ScheduledKey>& all, const platform_keys::Job& job, KeyState state) {
  return std::any_of(all.begin(), all.end(),
                     [&](const auto& one) { return one.key.job == job && one.state == state; });
}

json::object describe(const ScheduledKey& scheduled) {
  return {{"kid", scheduled.key.kid},
          {"purpose", to_text(scheduled.key.job.purpose)},
          {"algorithm", scheduled.key.job.algorithm},
          {"state", to_text(scheduled.state)},
          {"createdAt", to_rfc3339(scheduled.key.created_at)},
          {"activeAt", to_rfc3339(scheduled.key.active_at)},
          {"changesAt", to_json(scheduled.changes_at)},
          {"withdrawnAt", to_json(scheduled.key.withdrawn_at)}};
}

Shape key_shape() {
  using namespace shape;
  return object("SigningKey", {{"kid", text()},
                               {"purpose", one_of({"identity", "app_tokens"})},
                               {"algorithm", text()},
                               {"state", text()},
                               {"createdAt", time()},
                               {"activeAt", time()},
                               {"changesAt", time().nullable()},
                               {"withdrawnAt", time().nullable()}});
}

std::string age_of(const json::object& key) {
  return std::string(key.at("activeAt").as_string()) + '.' + std::string(key.at("kid").as_string());
}

std::optional<crypto::KeyKind> parse_kind(std::string_view name) {
  for (const auto kind : {crypto::KeyKind::rsa, crypto::KeyKind::p256, crypto::KeyKind::ed25519}) {
    if (name == token::to_text(token::algorithm_of(kind))) return kind;
  }
  return std::nullopt;
}

void record(sql::Connection& connection, const Keys& keys, const Call& call, const char* action,
            const std::string& kid) {
  audit_events::append(connection, make_audit_event(call, keys.clock.now(), action, kid));
}

Route list_route(const Keys& keys) {
  return {.method = http::Method::get,
          .path = "/api/v1/keys",
          .access = Access::requires_permission(PlatformPermission::view_platform),
          .summary = "The platform's own keys, without their private parts, newest first",
          .query = short_list_parameters(),
          .answers = {{200, shape::page_of(key_shape())}},
          .handle = [keys](const Call& call) {
            const auto all =
                keys.database.read([&](sql::Connection& connection) { return list(connection, keys); });
            json::array items;
            for (const auto& one : all) items.push_back(describe(one));
            return short_list_answer(call.request, std::move(items), Order::descending, age_of);
          }};
}

Route rotate_route(const Keys& keys) {
  const std::vector<Field> fields = {
      Field::text("purpose", "What it signs: identity (the default; ID tokens and events) or app_tokens.")
          .one_of({"identity", "app_tokens"}),
      Field::text("algorithm", "Its algorithm: RS256 (the default), ES256 or EdDSA.")
          .one_of({"RS256", "ES256", "EdDSA"})};
  return {.method = http::Method::post,
          .path = "/api/v1/keys/rotate",
          .access = Access::requires_permission(PlatformPermission::manage_apps),
          .summary = "Publish the next platform key now; it signs once every cache of the JWKS has it",
          .body = fields,
          .answers = {{201, key_shape()}},
          .refusals = {{409, "rotation_under_way"}},
          .handle = [keys, fields](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            const auto kind = parse_kind(body->text("algorithm").value_or("RS256")).value();
            const auto purpose =
                platform_keys::parse_purpose(body->text("purpose").value_or("identity")).value();
            const auto next = keys.keys.make(purpose, kind, keys.clock.now() + KeySchedule::kPublishedBefore);
            const auto made = keys.database.write([&](sql::Connection& connection) {
              if (holds(list(connection, keys), next.job, KeyState::next)) return false;
              platform_keys::insert(connection, keys.sealing_key, keys.random, next);
              record(connection, keys, call, "key.rotated", next.kid);
              return true;
            });
            if (!made) {
              return http::problem(409, "rotation_under_way",
                                   "The next key of this kind is published already and waits to sign.");
            }
            keys.keys.forget();
            return json_answer(201, describe({next, KeyState::next, next.active_at}));
          }};
}

/// The key that is published to be next, for many verifiers know it already; or else a new one.
void replace_signing_key(sql::Connection& connection, const Keys& keys,
                         const platform_keys::PlatformKey& made) {
  if (platform_keys::activate_next(connection, made.job, made.active_at)) return;
  platform_keys::insert(connection, keys.sealing_key, keys.random, made);
}

/// A stolen or lost key: nothing that it signed is trusted from now on, and another signs in its place.
Route withdraw_route(const Keys& keys) {
  return {.method = http::Method::post,
          .path = "/api/v1/keys/{kid}/withdraw",
          .access = Access::requires_permission(PlatformPermission::manage_apps),
          .summary = "Trust a platform key no more, at once: for one that may be known to others",
          .answers = {{200, key_shape()}},
          .refusals = {{409, "already_withdrawn"}},
          .handle = [keys](const Call& call) -> http::Response {
            const auto& kid = call.request.param("kid");
            const auto known =
                keys.database.read([&](sql::Connection& connection) { return list(connection, keys); });
            const auto* stored = find(known, kid);
            if (stored == nullptr) return http::problem(404, "not_found", "There is no such key.");
            const auto kind = parse_kind(stored->key.job.algorithm).value();
            const auto now = keys.clock.now();
            // Made before the transaction, because making it takes longer than one should.
            const auto replacement = keys.keys.make(stored->key.job.purpose, kind, now);
            const bool withdrawn = keys.database.write([&](sql::Connection& connection) {
              if (!platform_keys::withdraw(connection, kid, now)) return false;
              if (stored->state == KeyState::signing) replace_signing_key(connection, keys, replacement);
              record(connection, keys, call, "key.withdrawn", kid);
              return true;
            });
            if (!withdrawn) return http::problem(409, "already_withdrawn", "This key is withdrawn already.");
            keys.keys.forget();
            keys.on_withdrawn();
            const auto after =
                keys.database.read([&](sql::Connection& connection) { return list(connection, keys); });
            return json_answer(200, describe(*find(after, kid)));
          }};
}

}  // namespace

void mount_keys(Routes& routes, const Keys& keys) {
  routes.push_back(list_route(keys));
  routes.push_back(rotate_route(keys));
  routes.push_back(withdraw_route(keys));
}

}  // namespace gatehouse::server
