// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <mutex>
#include <string>

#include "core/base/log.h"
#include "core/base/random.h"
#include "core/http/form.h"
#include "core/net/fiber.h"
#include "core/net/server.h"
#include "core/token/app_token_signer.h"
#include "core/token/json_writer.h"
#include "core/token/jwk.h"
#include "core/token/signing_key.h"
#include "gatehouse/json.h"
#include "sdk/cpp/src/live_link/testing/fake_transmitter.h"

namespace gatehouse::sdk::testing {

/// An OpenID provider that listens on loopback and does exactly what a test tells it.
class FakePlatform {
 public:
  struct Behaviour {
    std::string app_secret = "8f3c1d90b7a24e65c1d2f0a9e8b76543";
    std::string token_issuer;  ///< of both tokens; empty: its own URL
    std::string audience = "orders";
    std::string id_token_user = "u1";
    std::string nonce;  ///< of the ID token; what the app sent, copied by the test
    std::string type = "JWT";
    std::string id_token_text;  ///< sent instead of a signed one
    std::string refresh_error;  ///< answered to a refresh
    std::chrono::milliseconds delay{0};
    std::chrono::seconds lifetime{900};
    bool unknown_signer = false;  ///< signs ID tokens with a key that is not published
    bool sends_issuer = true;
    std::string session_id;
    std::vector<std::string> roles;
    std::optional<std::int64_t> position;
    bool is_active = true;  ///< answered to introspection
  };

  explicit FakePlatform(const Clock& clock)
      : transmitter(clock, "orders"),
        clock_(clock),
        server_(
            {.threads = 1}, [this](const http::Request& request) { return answer(request); }, {},
            system_clock_, random_, log_) {
    server_.start();
    url = "http://127.0.0.1:" + std::to_string(server_.port());
    transmitter.url = url;
  }
  void stop() {
    transmitter.close();
    server_.drain_and_stop(std::chrono::seconds(1));
  }
  [[nodiscard]] std::string sign(std::string_view type, const Json& claims) const {
    return id_key_.sign(type, claims.to_text());
  }

  std::string url;
  FakeTransmitter transmitter;
  Behaviour behaviour;
  std::atomic<int> refreshes = 0, key_fetches = 0, exchanges = 0, revocations = 0, introspections = 0;
  http::FormParameters last_form;
  std::string last_authorization;

 private:
  http::Response answer(const http::Request& request) {
    if (auto response = transmitter.answer(request)) return *std::move(response);
    if (request.path == "/.well-known/openid-configuration") return discovery();
    if (request.path == "/introspect") {
      ++introspections;
      return http::json_response(200, Json::object({{"active", behaviour.is_active}}).to_text());
    }
    if (request.path == "/keys") return keys();
    if (request.path == "/revoke") return ++revocations, http::no_content();
    if (request.path != "/token") return {.status = 404};
    const std::lock_guard lock(mutex_);
    last_form = http::parse_form(request.body).value();
    last_authorization = request.header("Authorization").value_or("");
    if (last_form.find("grant_type") != "refresh_token") return ++exchanges, tokens();
    ++refreshes;
    if (behaviour.delay.count() > 0) net::sleep_for(behaviour.delay);
    if (behaviour.refresh_error.empty()) return tokens();
    return http::json_response(400, Json{{"error", behaviour.refresh_error}}.to_text());
  }
  http::Response discovery() {
    Json json{{"issuer", url},
              {"authorization_endpoint", url + "/authorize"},
              {"token_endpoint", url + "/token"},
              {"jwks_uri", url + "/keys"},
              {"revocation_endpoint", url + "/revoke"},
              {"introspection_endpoint", url + "/introspect"},
              {"end_session_endpoint", url + "/end-session"}};
    if (behaviour.sends_issuer) json.set("authorization_response_iss_parameter_supported", true);
    return http::json_response(200, json.to_text());
  }
  http::Response keys() {
    ++key_fetches;
    auto published = transmitter.keys();
    published.push_back({.kid = id_key_.kid(), .key = private_key_.public_key()});
    return http::json_response(200, token::to_json(published));
  }
  http::Response tokens() {
    const auto issuer = behaviour.token_issuer.empty() ? url : behaviour.token_issuer;
    const token::AppTokenClaims claims{.issuer = issuer,
                                       .user_id = "u1",
                                       .app_id = behaviour.audience,
                                       .email = "anna@example.com",
                                       .issued_at = clock_.now(),
                                       .lifetime = behaviour.lifetime,
                                       .session_id = behaviour.session_id,
                                       .roles = behaviour.roles,
                                       .position = behaviour.position};
    const auto key = token::SigningKey::hs256(SecretString(behaviour.app_secret));
    return http::json_response(200, Json{{"access_token", token::sign_app_token(key, claims, random_)},
                                         {"token_type", "Bearer"},
                                         {"id_token", id_token(issuer)},
                                         {"refresh_token", "refresh-" + std::to_string(++issued_)}}
                                        .to_text());
  }
  std::string id_token(const std::string& issuer) {
    if (!behaviour.id_token_text.empty()) return behaviour.id_token_text;
    token::JsonWriter claims;
    claims.add("iss", issuer).add("sub", behaviour.id_token_user).add("aud", behaviour.audience);
    claims.add("nonce", behaviour.nonce).add("iat", to_unix_seconds(clock_.now()));
    claims.add("exp", to_unix_seconds(clock_.now()) + 300);
    return (behaviour.unknown_signer ? stranger_ : id_key_).sign(behaviour.type, claims.text());
  }

  const Clock& clock_;
  SystemClock system_clock_;
  SystemRandom random_;
  Logger log_{system_clock_, LogFormat::text, LogLevel::error, Logger::to_descriptor()};
  crypto::PrivateKey private_key_ = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  token::SigningKey id_key_ = token::SigningKey::asymmetric(private_key_);
  token::SigningKey stranger_ =
      token::SigningKey::asymmetric(crypto::PrivateKey::generate(crypto::KeyKind::p256));
  std::mutex mutex_;
  int issued_ = 0;
  net::Server server_;
};

}  // namespace gatehouse::sdk::testing
