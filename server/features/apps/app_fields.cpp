// SPDX-License-Identifier: Apache-2.0
#include "server/features/apps/app_fields.h"

#include <algorithm>

#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "core/token/jwk.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/model/plain_text.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kMostUris = 50;
constexpr std::size_t kMostJwksBytes = 16 * 1024;

std::vector<std::string> check_uris(const std::string& field, std::vector<std::string> uris,
                                    std::vector<http::FieldError>& errors) {
  if (uris.size() > kMostUris) errors.push_back({field, "may have at most 50 addresses"});
  for (const auto& uri : uris) {
    if (!is_redirect_uri(uri))
      errors.push_back({field, uri.substr(0, 200) + " " + std::string(kRedirectUriRule)});
  }
  std::sort(uris.begin(), uris.end());
  uris.erase(std::unique(uris.begin(), uris.end()), uris.end());
  return uris;
}

void apply_jwks(const std::string& text, App& app, std::vector<http::FieldError>& errors) {
  app.jwks = text;
  if (text.empty()) return;
  const auto keys = token::parse_jwks(text);
  if (!keys || keys->keys.empty() || keys->skipped > 0) {
    errors.push_back({"jwks",
                      "must be a JSON Web Key Set of public signing keys: Ed25519, P-256, or RSA of 2048 to "
                      "4096 bits"});
  }
}

/// What makes an app the OAuth client that it is.
void apply_client_fields(const Body& body, App& app, std::vector<http::FieldError>& errors) {
  if (const auto name = body.text("clientType")) {
    app.client_type = parse_client_type(*name).value_or(app.client_type);
  }
  if (const auto optional = body.flag("pkceOptional")) app.pkce_optional = *optional;
  if (body.is_null("jwks")) app.jwks.clear();
  if (const auto text = body.text("jwks")) apply_jwks(*text, app, errors);
  if (auto uris = body.texts("postLogoutRedirectUris"))
    app.post_logout_uris = check_uris("postLogoutRedirectUris", std::move(*uris), errors);
  if (body.is_null("backchannelLogoutUri")) app.backchannel_logout_uri.clear();
  if (const auto uri = body.text("backchannelLogoutUri")) {
    if (!uri->empty() && !is_redirect_uri(*uri))
      errors.push_back({"backchannelLogoutUri", std::string(kRedirectUriRule)});
    app.backchannel_logout_uri = *uri;
  }
  if (const auto name = body.text("idTokenSignedResponseAlg")) {
    app.id_token_algorithm = parse_app_algorithm(*name).value_or(app.id_token_algorithm);
  }
  if (body.is_null("userinfoSignedResponseAlg")) app.userinfo_algorithm.clear();
  if (const auto name = body.text("userinfoSignedResponseAlg")) app.userinfo_algorithm = *name;
  if (!app.is_public()) return;
  if (app.pkce_optional)
    errors.push_back({"pkceOptional", "is not for a public app: PKCE is all that protects its sign-ins"});
  if (app.id_token_algorithm == AppAlgorithm::hs256)
    errors.push_back({"idTokenSignedResponseAlg", "HS256 is not for a public app: it has no secret key"});
  if (!app.jwks.empty())
    errors.push_back({"jwks", "is not for a public app: it has nowhere to keep the private key"});
}

}  // namespace

std::vector<Field> app_fields(AppFieldsFor use) {
  auto name = Field::text("name", "What people see when they sign in.").at_most(100);
  std::vector<Field> fields = {
      use == AppFieldsFor::adding ? std::move(name).required() : std::move(name),
      Field::text_list("redirectUris",
                       "Addresses that sign-in may return to, compared character by character.")
          .at_most(2000),
      Field::text("baseUrl", "The app's own address, such as https://orders.example.com.")
          .nullable()
          .at_most(300),
      Field::text("algorithm", "How its tokens are signed: HS256 (by its secret key), EdDSA, ES256 or RS256.")
          .one_of({"HS256", "EdDSA", "ES256", "RS256"}),
      Field::integer("tokenLifetimeSeconds", "Life of its tokens, 60 to 86400; default 900.")
          .between(kLeastTokenLifetime.count(), kMostTokenLifetime.count()),
      Field::flag("thirdParty", "True for an app of somebody else: people are asked for consent."),
      Field::text("clientType",
                  "confidential (the default), or public for an app that runs in a browser or on a phone and "
                  "can keep no secret.")
          .one_of({"confidential", "public"}),
      Field::flag("pkceOptional",
                  "True lets a confidential app sign people in without PKCE when it sends a nonce."),
      Field::text("jwks",
                  "The app's public keys, a JSON Web Key Set as text: it then authenticates by "
                  "private_key_jwt, and no longer by its secret key.")
          .nullable()
          .at_most(kMostJwksBytes),
      Field::text_list("postLogoutRedirectUris", "Further addresses that sign-out may return to.")
          .at_most(2000),
      Field::text("backchannelLogoutUri", "Where the app is told that a session has ended.")
          .nullable()
          .at_most(2000),
      Field::text("idTokenSignedResponseAlg",
                  "How its ID tokens are signed: RS256 (the default), ES256 or EdDSA by a platform key, or "
                  "HS256 by its secret key.")
          .one_of({"RS256", "ES256", "EdDSA", "HS256"}),
      Field::text("userinfoSignedResponseAlg", "RS256: UserInfo comes as a signed JWT.")
          .nullable()
          .one_of({"RS256"})};
  if (use == AppFieldsFor::adding) {
    fields.push_back(Field::text("id", "The app's id; made from the name where absent.").at_most(64));
    fields.push_back(
        Field::text("secretKey", "An existing app's own secret key; made where absent.").at_most(500));
  }
  return fields;
}

std::vector<http::FieldError> apply_app_fields(const Body& body, App& app) {
  std::vector<http::FieldError> errors;
  if (const auto name = body.text("name")) {
    if (!is_plain_text(*name, 100))
      errors.push_back({"name", "must be one line of readable text of 1 to 100 bytes"});
    app.name = *name;
  }
  if (auto uris = body.texts("redirectUris"))
    app.redirect_uris = check_uris("redirectUris", std::move(*uris), errors);
  if (body.is_null("baseUrl")) app.base_url.clear();
  if (const auto url = body.text("baseUrl")) {
    if (!url->empty() && !is_origin(*url)) {
      errors.push_back({"baseUrl", "must be an origin such as https://orders.example.com, without a path"});
    }
    app.base_url = *url;
  }
  if (const auto name = body.text("algorithm")) {
    app.algorithm = parse_app_algorithm(*name).value_or(app.algorithm);
  }
  if (const auto seconds = body.integer("tokenLifetimeSeconds"))
    app.token_lifetime = std::chrono::seconds(*seconds);
  if (const auto third_party = body.flag("thirdParty")) app.third_party = *third_party;
  apply_client_fields(body, app, errors);
  return errors;
}

boost::json::object to_json(const App& app) {
  const auto text_or_null = [](const std::string& text) {
    return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
  };
  return {{"id", app.id.value()},
          {"name", app.name},
          {"redirectUris", boost::json::array(app.redirect_uris.begin(), app.redirect_uris.end())},
          {"baseUrl", text_or_null(app.base_url)},
          {"algorithm", to_text(app.algorithm)},
          {"tokenLifetimeSeconds", app.token_lifetime.count()},
          {"thirdParty", app.third_party},
          {"clientType", to_text(app.client_type)},
          {"pkceOptional", app.pkce_optional},
          {"jwks", text_or_null(app.jwks)},
          {"postLogoutRedirectUris",
           boost::json::array(app.post_logout_uris.begin(), app.post_logout_uris.end())},
          {"backchannelLogoutUri", text_or_null(app.backchannel_logout_uri)},
          {"idTokenSignedResponseAlg", to_text(app.id_token_algorithm)},
          {"userinfoSignedResponseAlg", text_or_null(app.userinfo_algorithm)},
          {"createdAt", to_rfc3339(app.created_at)},
          {"updatedAt", to_rfc3339(app.updated_at)}};
}

Shape app_shape() {
  using namespace shape;
  return object("App", {{"id", text()},
                        {"name", text()},
                        {"redirectUris", list_of(text())},
                        {"baseUrl", text().nullable()},
                        {"algorithm", text()},
                        {"tokenLifetimeSeconds", integer()},
                        {"thirdParty", flag()},
                        {"clientType", one_of({"confidential", "public"})},
                        {"pkceOptional", flag()},
                        {"jwks", text().nullable()},
                        {"postLogoutRedirectUris", list_of(text())},
                        {"backchannelLogoutUri", text().nullable()},
                        {"idTokenSignedResponseAlg", text()},
                        {"userinfoSignedResponseAlg", text().nullable()},
                        {"createdAt", time()},
                        {"updatedAt", time()}});
}

http::Response app_answer(const App& app) {
  return app_answer(app, to_json(app));
}

http::Response app_answer(const App& app, const boost::json::object& json) {
  auto response = json_answer(200, json);
  response.headers.set("ETag", version_etag(app.version));
  return response;
}

}  // namespace gatehouse::server
