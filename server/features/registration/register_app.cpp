// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <span>

#include <boost/json.hpp>

#include "core/crypto/sha256.h"
#include "core/http/security_headers.h"
#include "core/http/syntax.h"
#include "core/token/jwk.h"
#include "server/access/audit.h"
#include "server/features/registration/mount.h"
#include "server/model/plain_text.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/registration_tokens.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostBytes = 64 * 1024;
constexpr std::size_t kMostUris = 50;
constexpr std::string_view kScheme = "Bearer ";
constexpr std::array<std::string_view, 4> kGrantTypes = {"authorization_code", "refresh_token",
                                                         "client_credentials",
                                                         "urn:ietf:params:oauth:grant-type:device_code"};
constexpr std::array<std::string_view, 1> kResponseTypes = {"code"};

/// RFC 7591, section 3.2.2
struct Refusal {
  std::string error;
  std::string description;
};

http::Response answer(int status, const json::object& body) {
  auto response = http::json_response(status, json::serialize(body));
  http::add_api_security_headers(response);
  return response;
}

http::Response refuse(const Refusal& refusal) {
  return answer(400, {{"error", refusal.error}, {"error_description", refusal.description}});
}

Failed<Refusal> bad_metadata(std::string description) {
  return fail(Refusal{"invalid_client_metadata", std::move(description)});
}

/// A member that is a string, or empty when it is left out.
Result<std::string, Refusal> read_text(const json::object& metadata, std::string_view name) {
  const auto* value = metadata.if_contains(name);
  if (value == nullptr || value->is_null()) return std::string();
  if (!value->is_string()) return bad_metadata(std::string(name) + " must be a string");
  return std::string(value->as_string());
}

Result<std::vector<std::string>, Refusal> read_uris(const json::object& metadata, std::string_view name) {
  std::vector<std::string> uris;
  const auto* value = metadata.if_contains(name);
  if (value == nullptr) return uris;
  const Refusal refusal{"invalid_redirect_uri",
                        std::string(name) + ": each of at most 50 " + std::string(kRedirectUriRule)};
  if (!value->is_array() || value->as_array().size() > kMostUris) return fail(refusal);
  for (const auto& one : value->as_array()) {
    if (!one.is_string() || !is_redirect_uri(one.as_string())) return fail(refusal);
    uris.emplace_back(one.as_string());
  }
  return uris;
}

bool is_json(const http::Request& request) {
  if (request.headers.count("Content-Type") != 1) return false;
  const auto type = *request.header("Content-Type");
  return http::equal_ignoring_case(http::trim_whitespace(type.substr(0, type.find(';'))), "application/json");
}

/// The words of a list, all of which must be among `known`; what goes without saying when it is left out.
Result<std::vector<std::string>, Refusal> read_words(const json::object& metadata, std::string_view name,
                                                     std::span<const std::string_view> known,
                                                     std::vector<std::string> otherwise) {
  const auto* value = metadata.if_contains(name);
  if (value == nullptr || value->is_null()) return otherwise;
  const auto* list = value->if_array();
  const auto is_known = [&](const json::value& word) {
    return word.is_string() && std::find(known.begin(), known.end(), word.as_string()) != known.end();
  };
  if (list != nullptr && !list->empty() && std::all_of(list->begin(), list->end(), is_known)) {
    return json::value_to<std::vector<std::string>>(*value);
  }
  std::string rule = std::string(name) + " must be a list of";
  for (const auto word : known) rule.append(word == known.front() ? " " : ", ").append(word);
  return bad_metadata(rule);
}

/// What is told back as it was asked, and kept nowhere: an app may do all of it here at any time.
struct Wishes {
  std::string auth_method;
  std::vector<std::string> grant_types;
  std::vector<std::string> response_types;
};

Result<Wishes, Refusal> read_wishes(const json::object& metadata) {
  const auto method = read_text(metadata, "token_endpoint_auth_method");
  auto grants = read_words(metadata, "grant_types", kGrantTypes, {"authorization_code", "refresh_token"});
  if (!grants) return fail(grants.error());
  auto responses = read_words(metadata, "response_types", kResponseTypes, {"code"});
  if (!responses) return fail(responses.error());
  const bool is_named = method && !method->empty();
  return Wishes{is_named ? *method : "client_secret_basic", std::move(*grants), std::move(*responses)};
}

Result<App, Refusal> read_app(const json::object& metadata) {
  App app;
  app.third_party = true;
  const auto name = read_text(metadata, "client_name");
  const auto method = read_text(metadata, "token_endpoint_auth_method");
  const auto logout = read_text(metadata, "backchannel_logout_uri");
  const auto algorithm = read_text(metadata, "userinfo_signed_response_alg");
  const auto id_token_algorithm = read_text(metadata, "id_token_signed_response_alg");
  auto redirect_uris = read_uris(metadata, "redirect_uris");
  auto logout_uris = read_uris(metadata, "post_logout_redirect_uris");
  for (const auto* text : {&name, &method, &logout, &algorithm, &id_token_algorithm}) {
    if (!*text) return fail(text->error());
  }
  for (const auto* uris : {&redirect_uris, &logout_uris}) {
    if (!*uris) return fail(uris->error());
  }
  if (redirect_uris->empty()) return fail(Refusal{"invalid_redirect_uri", "redirect_uris is missing"});
  if (metadata.contains("jwks_uri")) return bad_metadata("jwks_uri is never fetched: send the keys as jwks");
  app.name = name->empty() ? "App" : *name;
  if (!is_plain_text(app.name, 100)) return bad_metadata("client_name must be one line of at most 100 bytes");
  if (!logout->empty() && !is_redirect_uri(*logout))
    return bad_metadata("backchannel_logout_uri " + std::string(kRedirectUriRule));
  if (!algorithm->empty() && *algorithm != "RS256")
    return bad_metadata("userinfo_signed_response_alg must be RS256");
  if (!id_token_algorithm->empty()) {
    const auto known = parse_app_algorithm(*id_token_algorithm);
    const bool has_secret = *method != "none" && *method != "private_key_jwt";
    if (!known || (*known == AppAlgorithm::hs256 && !has_secret))
      return bad_metadata("id_token_signed_response_alg must be RS256, ES256, EdDSA, or HS256 with a secret");
    app.id_token_algorithm = *known;
  }
  if (*method == "none") {
    app.client_type = ClientType::public_;
    app.algorithm = AppAlgorithm::es256;
  } else if (*method == "private_key_jwt") {
    const auto* jwks = metadata.if_contains("jwks");
    app.jwks = jwks != nullptr && jwks->is_object() ? json::serialize(*jwks) : "";
    const auto keys = token::parse_jwks(app.jwks);
    if (!keys || keys->keys.empty() || keys->skipped > 0)
      return bad_metadata("jwks must hold public signing keys that this server knows");
  } else if (!method->empty() && *method != "client_secret_basic" && *method != "client_secret_post") {
    return bad_metadata("token_endpoint_auth_method is none that this server knows");
  }
  app.redirect_uris = std::move(*redirect_uris);
  app.post_logout_uris = std::move(*logout_uris);
  app.backchannel_logout_uri = *logout;
  app.userinfo_algorithm = *algorithm;
  return app;
}

json::object describe(const App& app, const Wishes& wishes, const SecretString& secret) {
  const bool has_secret = !app.is_public() && app.jwks.empty();
  json::object body = {
      {"client_id", app.id.value()},
      {"client_id_issued_at", to_unix_seconds(app.created_at)},
      {"client_name", app.name},
      {"redirect_uris", json::array(app.redirect_uris.begin(), app.redirect_uris.end())},
      {"post_logout_redirect_uris", json::array(app.post_logout_uris.begin(), app.post_logout_uris.end())},
      {"token_endpoint_auth_method", wishes.auth_method},
      {"grant_types", json::array(wishes.grant_types.begin(), wishes.grant_types.end())},
      {"response_types", json::array(wishes.response_types.begin(), wishes.response_types.end())}};
  if (!app.backchannel_logout_uri.empty()) body["backchannel_logout_uri"] = app.backchannel_logout_uri;
  body["id_token_signed_response_alg"] = to_text(app.id_token_algorithm);
  if (!app.userinfo_algorithm.empty()) body["userinfo_signed_response_alg"] = app.userinfo_algorithm;
  if (has_secret) {
    body["client_secret"] = secret.reveal();
    body["client_secret_expires_at"] = 0;
  }
  return body;
}

http::Response unauthorized(bool was_sent) {
  auto response = answer(
      401, {{"error", "invalid_token"}, {"error_description", "registration needs a registration token"}});
  response.headers.set("WWW-Authenticate", was_sent ? "Bearer error=\"invalid_token\"" : "Bearer");
  return response;
}

std::optional<registration_tokens::RegistrationToken> find_token(const Registration& registration,
                                                                 const http::Request& request) {
  const auto header = request.header("Authorization").value_or("");
  if (request.headers.count("Authorization") != 1 || header.size() <= kScheme.size() ||
      !http::equal_ignoring_case(header.substr(0, kScheme.size()), kScheme)) {
    return std::nullopt;
  }
  const auto hash = crypto::sha256(as_bytes(header.substr(kScheme.size())));
  return registration.database.read([&](sql::Connection& connection) {
    return registration_tokens::find(connection, hash, registration.clock.now());
  });
}

http::Response register_app(const Registration& registration, const Call& call) {
  const auto token = find_token(registration, call.request);
  if (!token) return unauthorized(call.request.header("Authorization").has_value());
  if (call.request.body.size() > kMostBytes) return refuse({"invalid_client_metadata", "it is too long"});
  if (!is_json(call.request))
    return refuse({"invalid_client_metadata", "Content-Type must be application/json"});
  json::error_code error;
  const auto body = json::parse(call.request.body, error);
  if (error || !body.is_object())
    return refuse({"invalid_client_metadata", "the body must be a JSON object"});
  auto app = read_app(body.as_object());
  if (!app) return refuse(app.error());
  const auto wishes = read_wishes(body.as_object());
  if (!wishes) return refuse(wishes.error());
  app->id = AppId(make_sortable_text("app-", registration.clock, registration.random));
  app->created_at = app->updated_at = registration.clock.now();
  const SecretString secret(make_random_text(registration.random, 32));
  auto event = make_audit_event(call, app->created_at, "app.registered", app->id.value());
  event.actor = token->id;
  event.app_id = app->id.value();
  registration.database.write([&](sql::Connection& connection) {
    if (apps::insert(connection, *app) != apps::Inserted::yes)
      throw std::runtime_error("an app id came twice");
    apps::put_secret(connection, registration.sealing_key, registration.random, app->id,
                     apps::SecretSlot::current, secret, app->created_at);
    audit_events::append(connection, event);
  });
  return answer(201, describe(*app, *wishes, secret));
}

}  // namespace

Route register_app_route(Registration registration) {
  return {.method = http::Method::post,
          .path = "/oauth2/register",
          .access = Access::anyone(),  // the registration token is the credential
          .summary = "OAuth 2.0 dynamic client registration, with a registration token",
          .handle = [registration](const Call& call) { return register_app(registration, call); }};
}

}  // namespace gatehouse::server
