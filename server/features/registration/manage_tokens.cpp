// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "core/crypto/sha256.h"
#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/short_list.h"
#include "server/features/registration/mount.h"
#include "server/model/plain_text.h"
#include "server/storage/audit_events.h"
#include "server/storage/registration_tokens.h"

namespace gatehouse::server {
namespace {

using registration_tokens::RegistrationToken;

constexpr std::int64_t kDefaultSeconds = 24 * 3600;
constexpr std::int64_t kMostSeconds = 30 * kDefaultSeconds;

boost::json::object to_json(const RegistrationToken& token) {
  return {{"id", token.id},
          {"name", token.name},
          {"createdAt", to_rfc3339(token.created_at)},
          {"expiresAt", to_rfc3339(token.expires_at)}};
}

Shape token_shape() {
  using namespace shape;
  return object("RegistrationToken",
                {{"id", text()}, {"name", text()}, {"createdAt", time()}, {"expiresAt", time()}});
}

std::vector<Field> token_fields() {
  return {Field::text("name", "What it is for.").at_most(100).required(),
          Field::integer("expiresInSeconds", "60 to 2592000 (30 days); default 86400 (a day).")
              .between(60, kMostSeconds)};
}

std::vector<http::FieldError> find_faults(const std::string& name) {
  std::vector<http::FieldError> errors;
  if (!is_plain_text(name, 100))
    errors.push_back({"name", "must be one line of readable text of 1 to 100 bytes"});
  return errors;
}

}  // namespace

Route list_registration_tokens_route(Registration registration) {
  return {.method = http::Method::get,
          .path = "/api/v1/registration-tokens",
          .access = Access::requires_permission(PlatformPermission::manage_apps),
          .summary = "Tokens with which apps may register themselves",
          .query = short_list_parameters(),
          .answers = {{200, shape::page_of(token_shape())}},
          .handle = [registration](const Call& call) {
            boost::json::array items;
            for (const auto& token : registration.database.read(registration_tokens::list)) {
              items.push_back(to_json(token));
            }
            return short_list_answer(call.request, std::move(items), Order::ascending, by_member("id"));
          }};
}

Route add_registration_token_route(Registration registration) {
  return {.method = http::Method::post,
          .path = "/api/v1/registration-tokens",
          .access = Access::requires_permission(PlatformPermission::manage_apps),
          .summary = "Make one; the token is shown in this answer and never again",
          .body = token_fields(),
          .answers = {{201, token_shape().extended("NewRegistrationToken", {{"token", shape::text()}})}},
          .handle = [registration, fields = token_fields()](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            const auto seconds = body->integer("expiresInSeconds").value_or(kDefaultSeconds);
            if (auto errors = find_faults(*body->text("name")); !errors.empty())
              return invalid_fields(std::move(errors));
            const auto now = registration.clock.now();
            const RegistrationToken token{make_sortable_text("reg_", registration.clock, registration.random),
                                          *body->text("name"), now, now + std::chrono::seconds(seconds)};
            const SecretString secret("ghr_" + make_random_text(registration.random, 32));
            registration.database.write([&](sql::Connection& connection) {
              registration_tokens::insert(connection, token, crypto::sha256(as_bytes(secret.reveal())));
              audit_events::append(connection,
                                   make_audit_event(call, now, "registration_token.added", token.id));
            });
            auto json = to_json(token);
            json["token"] = secret.reveal();
            return json_answer(201, json);
          }};
}

Route revoke_registration_token_route(Registration registration) {
  return {.method = http::Method::delete_,
          .path = "/api/v1/registration-tokens/{id}",
          .access = Access::requires_permission(PlatformPermission::manage_apps),
          .summary = "Revoke one; apps that registered with it stay",
          .answers = {{204}},
          .handle = [registration](const Call& call) {
            const std::string id(call.request.param("id"));
            const bool removed = registration.database.write([&](sql::Connection& connection) {
              if (!registration_tokens::remove(connection, id)) return false;
              audit_events::append(connection, make_audit_event(call, registration.clock.now(),
                                                                "registration_token.revoked", id));
              return true;
            });
            return removed ? http::no_content()
                           : http::problem(404, "not_found", "There is no such registration token.");
          }};
}

}  // namespace gatehouse::server
