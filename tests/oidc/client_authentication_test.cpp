// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "core/token/json_writer.h"
#include "core/token/jwk.h"
#include "core/token/signing_key.h"
#include "tests/oidc/provider.h"

namespace gatehouse::server {
namespace {

constexpr const char* kAssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

class PublicClientTest : public OidcTest {
 protected:
  PublicClientTest() {
    provider_.change_app("orders", [](App& app) {
      app.client_type = ClientType::public_;
      app.algorithm = AppAlgorithm::es256;
      app.redirect_uris = {std::string(kRedirectUri), "http://127.0.0.1/cb", "http://localhost:7000/cb"};
    });
  }
  Fields answer(const Parameters& changes) {
    return query_of(provider_.authorize(with(provider_.authorization_request(), changes), cookie_));
  }
};

TEST_F(PublicClientTest, SignsInAndRefreshesWithPkceAlone) {
  const auto code = provider_.make_code(cookie_);
  const auto tokens =
      json_of(provider_.post("/oauth2/token", with(provider_.code_request(code), {{"client_secret", ""}})));
  ASSERT_NE(text_of(tokens, "access_token"), "");
  const auto renewed = provider_.post(
      "/oauth2/token",
      with(provider_.refresh_request(text_of(tokens, "refresh_token")), {{"client_secret", ""}}));
  EXPECT_EQ(renewed.status, 200) << renewed.body;
}

// RFC 6749, section 2.3.1
TEST_F(PublicClientTest, EmptySecretIsNone) {
  auto request = with(provider_.code_request(provider_.make_code(cookie_)), {{"client_secret", ""}});
  request.emplace_back("client_secret", "");
  EXPECT_EQ(provider_.post("/oauth2/token", request).status, 200);
  provider_.change_app("orders", [](App& app) { app.client_type = ClientType::confidential; });
  request = with(provider_.code_request(provider_.make_code(cookie_)), {{"client_secret", ""}});
  request.emplace_back("client_secret", "");
  EXPECT_EQ(provider_.post("/oauth2/token", request).status, 401);
}

TEST_F(PublicClientTest, ItsSecretProvesNothing) {
  EXPECT_EQ(provider_.post("/oauth2/token", provider_.code_request(provider_.make_code(cookie_))).status,
            401);
}

// OA-04
TEST_F(PublicClientTest, PkceCanNotBeLeftOut) {
  EXPECT_EQ(answer({{"code_challenge", ""}, {"code_challenge_method", ""}})["error"], "invalid_request");
  provider_.change_app("orders", [](App& app) { app.pkce_optional = true; });
  EXPECT_EQ(answer({{"code_challenge", ""}, {"code_challenge_method", ""}})["error"], "invalid_request");
}

// OA-02
TEST_F(PublicClientTest, LoopbackPortIsFreeAndNothingElse) {
  for (const char* uri : {"http://127.0.0.1/cb", "http://127.0.0.1:49152/cb", "http://localhost:7000/cb"}) {
    EXPECT_EQ(answer({{"redirect_uri", uri}})["code"].size(), 43U) << uri;
  }
  for (const char* uri :
       {"http://localhost:7001/cb", "http://127.0.0.1:49152/cb/", "http://[::1]:1/cb",
        "http://127.0.0.1:0/cb", "http://127.0.0.1:99999/cb", "http://127.0.0.1:1@evil.example/cb",
        "https://127.0.0.1:49152/cb", "http://127.0.0.1.evil.example:80/cb"}) {
    EXPECT_EQ(answer({{"redirect_uri", uri}}).count("code"), 0U) << uri;
  }
  provider_.change_app("orders", [](App& app) { app.client_type = ClientType::confidential; });
  EXPECT_EQ(answer({{"redirect_uri", "http://127.0.0.1:49152/cb"}}).count("code"), 0U);
}

TEST_F(PublicClientTest, MayRevokeButNotIntrospect) {
  const auto tokens = json_of(provider_.post(
      "/oauth2/token", with(provider_.code_request(provider_.make_code(cookie_)), {{"client_secret", ""}})));
  const Parameters about = {{"client_id", "orders"}, {"token", text_of(tokens, "refresh_token")}};
  EXPECT_EQ(provider_.post("/oauth2/introspect", about).status, 401);
  EXPECT_EQ(provider_.post("/oauth2/revoke", about).status, 200);
  EXPECT_EQ(provider_.count("grants"), 0);
}

class PkceExemptionTest : public OidcTest {};

TEST_F(PkceExemptionTest, ConfidentialAppWithANonceMayGoWithout) {
  const Parameters without = {{"code_challenge", ""}, {"code_challenge_method", ""}};
  const auto ask = [&](const Parameters& changes) {
    return query_of(
        provider_.authorize(with(with(provider_.authorization_request(), without), changes), cookie_));
  };
  EXPECT_EQ(ask({})["error"], "invalid_request");
  provider_.change_app("orders", [](App& app) { app.pkce_optional = true; });
  EXPECT_EQ(ask({{"nonce", ""}})["error"], "invalid_request");
  EXPECT_EQ(ask({{"scope", "email"}})["error"], "invalid_request");
  EXPECT_EQ(ask({{"code_challenge_method", "plain"}})["error"], "invalid_request");
  const auto code = ask({})["code"];
  ASSERT_EQ(code.size(), 43U);
  // A verifier for a code that was begun without a challenge is a downgrade (RFC 9700, section 4.8.2).
  const auto exchange = [&](const Parameters& changes) {
    return provider_.post("/oauth2/token", with(provider_.code_request(code), changes)).status;
  };
  EXPECT_EQ(exchange({}), 400);
  EXPECT_EQ(exchange({{"code_verifier", ""}}), 200);
}

class PrivateKeyJwtTest : public OidcTest {
 protected:
  PrivateKeyJwtTest() {
    provider_.change_app("orders", [&](App& app) {
      const token::Jwk jwk{key_.kid(), public_key_};
      app.jwks = token::to_json(std::vector{jwk});
    });
  }
  std::string assertion(const std::string& id, const Fields& changes = {}, std::int64_t lifetime = 60,
                        std::string_view type = "JWT") const {
    const auto now = to_unix_seconds(provider_.clock.now());
    Fields claims = {{"iss", "orders"}, {"sub", "orders"}, {"aud", std::string(kIssuer)}, {"jti", id}};
    for (const auto& [name, value] : changes) claims[name] = value;
    token::JsonWriter out;
    for (const auto& [name, value] : claims) {
      if (!value.empty()) out.add(name, value);
    }
    out.add("iat", now).add("exp", now + lifetime);
    return key_.sign(type, out.text());
  }
  http::Response exchange(const std::string& assertion, const Parameters& changes = {}) {
    const auto request = with(
        provider_.code_request(provider_.make_code(cookie_)),
        {{"client_secret", ""}, {"client_assertion_type", kAssertionType}, {"client_assertion", assertion}});
    return provider_.post("/oauth2/token", with(request, changes));
  }
  static std::string error_of(const http::Response& response) { return text_of(json_of(response), "error"); }

  crypto::PrivateKey made_ = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  crypto::PublicKey public_key_ = made_.public_key();
  token::SigningKey key_ = token::SigningKey::asymmetric(std::move(made_));
};

TEST_F(PrivateKeyJwtTest, AssertionAuthenticatesOnce) {
  const auto one = assertion("j-1");
  EXPECT_EQ(exchange(one).status, 200);
  EXPECT_EQ(error_of(exchange(one)), "invalid_client");
  provider_.clock.advance(std::chrono::seconds(89));
  EXPECT_EQ(error_of(exchange(one)), "invalid_client");
  EXPECT_EQ(exchange(assertion("j-2", {{"aud", std::string(kIssuer) + "/oauth2/token"}})).status, 200);
  EXPECT_EQ(exchange(assertion("j-3"), {{"client_id", ""}}).status, 200);
}

// RFC 9126, section 2
TEST_F(PrivateKeyJwtTest, AudienceMayBeTheEndpointThatIsCalledAndNoOther) {
  const auto call = [&](const std::string& path, const std::string& id, const std::string& audience) {
    const auto proof = assertion(id, {{"aud", std::string(kIssuer) + audience}});
    return provider_
        .post(path, with(provider_.authorization_request(), {{"token", "unknown"},
                                                             {"client_assertion_type", kAssertionType},
                                                             {"client_assertion", proof}}))
        .status;
  };
  for (const std::string path :
       {"/oauth2/par", "/oauth2/revoke", "/oauth2/introspect", "/oauth2/device_authorization"}) {
    EXPECT_LT(call(path, path + "1", path), 300) << path;
    EXPECT_LT(call(path, path + "2", "/oauth2/token"), 300) << path;
    EXPECT_LT(call(path, path + "3", ""), 300) << path;
    EXPECT_EQ(call(path, path + "4", "/oauth2/userinfo"), 401) << path;
    EXPECT_EQ(call(path, path + "5", path + "/"), 401) << path;
    EXPECT_EQ(exchange(assertion(path + "6", {{"aud", std::string(kIssuer) + path}})).status, 401) << path;
  }
  EXPECT_EQ(call("/oauth2/par", "j-7", "/oauth2/revoke"), 401);
}

TEST_F(PrivateKeyJwtTest, WhatIsNotQuiteOneIsRefused) {
  for (const Fields& changes :
       {Fields{{"aud", "https://evil.example"}}, Fields{{"aud", ""}}, Fields{{"sub", "other"}},
        Fields{{"iss", "other"}}, Fields{{"sub", ""}}, Fields{{"jti", ""}}}) {
    EXPECT_EQ(exchange(assertion("j", changes), {{"client_id", ""}}).status, 401);
  }
  EXPECT_EQ(error_of(exchange(assertion("j", {}, 700))), "invalid_client") << "good for too long";
  EXPECT_EQ(error_of(exchange(assertion("j", {}, -60))), "invalid_client") << "expired";
  EXPECT_EQ(error_of(exchange(assertion("j", {}, 60, "logout+jwt"))), "invalid_client") << "another kind";
  EXPECT_EQ(error_of(exchange("e30.e30.e30")), "invalid_client");
  EXPECT_EQ(error_of(exchange(assertion("j"), {{"client_assertion_type", "jwt"}})), "invalid_request");
  EXPECT_EQ(error_of(exchange(assertion("j"), {{"client_secret", std::string(kOrdersSecret)}})),
            "invalid_request");
  EXPECT_EQ(error_of(exchange(assertion("j"), {{"client_id", "other"}})), "invalid_request");
  EXPECT_EQ(provider_.count("used_client_assertions"), 0);
}

TEST_F(PrivateKeyJwtTest, SecretCountsNoMoreWhereKeysAreRegistered) {
  EXPECT_EQ(provider_.post("/oauth2/token", provider_.code_request(provider_.make_code(cookie_))).status,
            401);
}

TEST_F(PrivateKeyJwtTest, StrangersKeyOrTheSecretItselfSignsNothing) {
  const auto stranger = token::SigningKey::asymmetric(crypto::PrivateKey::generate(crypto::KeyKind::p256));
  const auto secret = token::SigningKey::hs256(SecretString(std::string(kOrdersSecret)));
  const auto now = to_unix_seconds(provider_.clock.now());
  token::JsonWriter claims;
  claims.add("iss", "orders").add("sub", "orders").add("aud", kIssuer).add("jti", "j");
  claims.add("exp", now + 60);
  for (const auto* key : {&stranger, &secret}) {
    EXPECT_EQ(error_of(exchange(key->sign("JWT", claims.text()))), "invalid_client");
  }
}

}  // namespace
}  // namespace gatehouse::server
