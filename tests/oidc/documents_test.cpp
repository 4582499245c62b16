// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "core/token/app_token_signer.h"
#include "core/token/jwt_verifier.h"
#include "server/storage/apps.h"
#include "server/storage/members.h"
#include "tests/oidc/provider.h"

namespace gatehouse::server {
namespace {

using testing::HasSubstr;

class DocumentsTest : public OidcTest {
 protected:
  http::Response userinfo(const std::string& token, const std::string& origin = "") {
    http::Request request;
    request.path = "/oauth2/userinfo";
    request.headers.set("Authorization", "Bearer " + token);
    if (!origin.empty()) request.headers.set("Origin", origin);
    return provider_.send(request);
  }
  std::string access_token(const std::string& scope = "openid email") {
    return text_of(provider_.make_tokens(cookie_, scope), "access_token");
  }
};

TEST_F(DocumentsTest, DiscoveryNamesEndpointsThatExist) {
  const auto document = json_of(provider_.get("/.well-known/openid-configuration", {}));
  EXPECT_EQ(document, json_of(provider_.get("/.well-known/oauth-authorization-server", {})));
  EXPECT_EQ(text_of(document, "issuer"), kIssuer);
  for (const auto& [name, value] : document) {
    const std::string key(name);
    if (!key.ends_with("_endpoint") && key != "jwks_uri") continue;
    const std::string url(value.as_string());
    ASSERT_TRUE(url.starts_with(kIssuer)) << key;
    const auto path = url.substr(kIssuer.size());
    const bool exists = provider_.get(path, {}).status != 404;
    EXPECT_TRUE(exists) << key;
  }
  EXPECT_EQ(document.at("authorization_response_iss_parameter_supported"), true);
}

TEST_F(DocumentsTest, JwksHoldsPublicMembersThatVerifyIdTokens) {
  const auto response = provider_.get("/oauth2/jwks", {});
  ASSERT_EQ(response.status, 200);
  const auto document = json_of(response);
  for (const auto& key : document.at("keys").as_array()) {
    EXPECT_EQ(key.at("use"), "sig");
    EXPECT_TRUE(key.as_object().contains("kid") && key.as_object().contains("alg"));
    for (const char* secret : {"d", "p", "q", "dp", "dq", "qi", "k"}) {
      EXPECT_FALSE(key.as_object().contains(secret)) << secret;
    }
  }
  auto jwks = token::parse_jwks(response.body);
  ASSERT_TRUE(jwks);
  const token::JwtVerifier verifier(token::id_token_rules(std::string(kIssuer), "orders"),
                                    token::KeyRing::from_jwks(jwks->keys), provider_.clock);
  const auto tokens = provider_.make_tokens(cookie_);
  EXPECT_TRUE(verifier.verify(text_of(tokens, "id_token")));
  EXPECT_FALSE(verifier.verify(text_of(tokens, "access_token")));
}

// OA-22
TEST_F(DocumentsTest, PublicDocumentsMayBeCachedAndReadByPagesOfApps) {
  for (const char* path : {"/.well-known/openid-configuration", "/oauth2/jwks"}) {
    http::Request request;
    request.path = path;
    request.headers.set("Origin", "https://evil.example");
    EXPECT_FALSE(provider_.send(request).headers.find("Access-Control-Allow-Origin")) << path;
    request.headers.set("Origin", "https://orders.example.com");
    auto response = provider_.send(request);
    EXPECT_EQ(response.headers.find("Access-Control-Allow-Origin"), "https://orders.example.com");
    EXPECT_EQ(response.headers.find("Vary"), "Origin");
    EXPECT_FALSE(response.headers.find("Access-Control-Allow-Credentials"));
    EXPECT_THAT(response.headers.find("Cache-Control").value(), HasSubstr("max-age="));
    request.headers.set("If-None-Match", *response.headers.find("ETag"));
    response = provider_.send(request);
    EXPECT_EQ(response.status, 304);
    EXPECT_EQ(response.body, "");
  }
}

TEST_F(DocumentsTest, UserInfoTellsWhatTheScopesSay) {
  auto response = userinfo(access_token("openid email profile"));
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(response.headers.find("Cache-Control"), "no-store");
  auto claims = json_of(response);
  EXPECT_EQ(text_of(claims, "sub"), "usr_ada");
  EXPECT_EQ(text_of(claims, "email"), "ada@example.com");
  EXPECT_EQ(text_of(claims, "given_name"), "Ada");
  claims = json_of(userinfo(access_token("openid")));
  EXPECT_EQ(claims.size(), 1U);
  EXPECT_EQ(userinfo(access_token("email")).status, 403);
}

TEST_F(DocumentsTest, UserInfoByForm) {
  const auto token = access_token();
  EXPECT_EQ(provider_.post("/oauth2/userinfo", {{"access_token", token}}).status, 200);
  http::Request request;
  request.method = http::Method::post;
  request.path = "/oauth2/userinfo";
  request.headers.set("Content-Type", "application/x-www-form-urlencoded");
  request.headers.set("Authorization", "Bearer " + token);
  request.body = encode({{"access_token", token}});
  EXPECT_EQ(provider_.send(request).status, 400);
  request.headers.remove("Content-Type");
  EXPECT_EQ(provider_.send(request).status, 200);
  request.headers.add("Authorization", "Bearer " + token);
  EXPECT_EQ(provider_.send(request).status, 400);
}

TEST_F(DocumentsTest, UserInfoRefusesWhatIsNoLivingToken) {
  const auto missing = provider_.get("/oauth2/userinfo", {});
  EXPECT_EQ(missing.status, 401);
  EXPECT_EQ(missing.headers.find("WWW-Authenticate"), "Bearer");
  const auto tokens = provider_.make_tokens(cookie_);
  const auto good = text_of(tokens, "access_token");
  auto foreign = good;
  foreign.back() = foreign.back() == 'A' ? 'B' : 'A';
  for (const auto& token : {std::string("x"), std::string("a.b.c"), text_of(tokens, "id_token"),
                            text_of(tokens, "refresh_token"), foreign, good + " x"}) {
    const auto response = userinfo(token);
    EXPECT_EQ(response.status, 401) << token;
    EXPECT_EQ(response.headers.find("WWW-Authenticate"), "Bearer error=\"invalid_token\"");
  }
  provider_.clock.advance(std::chrono::seconds(931));
  EXPECT_EQ(userinfo(good).status, 401);
}

TEST_F(DocumentsTest, UserInfoEndsWithSessionMembershipAndUser) {
  const auto token = access_token();
  EXPECT_EQ(userinfo(token).status, 200);
  provider_.change_user(provider_.ada, [&](User& user) { user.disabled_at = provider_.clock.now(); });
  EXPECT_EQ(userinfo(token).status, 401);
  provider_.change_user(provider_.ada, [](User& user) { user.disabled_at.reset(); });
  EXPECT_EQ(userinfo(token).status, 401) << "as apps refuse it";
  const auto later = text_of(provider_.make_tokens(provider_.sign_in(provider_.ada)), "access_token");
  EXPECT_EQ(userinfo(later).status, 200);
  provider_.write([](sql::Connection& connection) { connection.query("delete from sessions"); });
  EXPECT_EQ(userinfo(later).status, 401);
}

TEST_F(DocumentsTest, TokenThatTheAppMadeUpTellsItNothing) {
  const auto genuine = claims_of(access_token("openid"));
  token::AppTokenClaims claims{.issuer = std::string(kIssuer),
                               .user_id = "usr_ada",
                               .app_id = "orders",
                               .email = "x@example.com",
                               .issued_at = provider_.clock.now(),
                               .lifetime = std::chrono::minutes(5),
                               .scope = "openid"};
  const auto key = token::SigningKey::hs256(SecretString(std::string(kOrdersSecret)));
  const auto status = [&] { return userinfo(token::sign_app_token(key, claims, provider_.random)).status; };
  EXPECT_EQ(status(), 401);
  claims.session_id = text_of(genuine, "sid");
  EXPECT_EQ(status(), 200);
  claims.scope = "openid email";  // never granted
  EXPECT_EQ(status(), 403);
  claims.user_id = "usr_eve";
  EXPECT_EQ(status(), 401);
}

TEST_F(DocumentsTest, RetiredSecretNoLongerVerifies) {
  const auto token = access_token();
  provider_.write([&](sql::Connection& connection) {
    apps::put_secret(connection, provider_.sealing_key, provider_.random, AppId("orders"),
                     apps::SecretSlot::previous, SecretString(std::string(kOrdersSecret)),
                     provider_.clock.now());
    apps::put_secret(connection, provider_.sealing_key, provider_.random, AppId("orders"),
                     apps::SecretSlot::current, SecretString("the-secret-after-activation-0123456789-abcdef"),
                     provider_.clock.now());
  });
  EXPECT_EQ(userinfo(token).status, 200);
  provider_.write([&](sql::Connection& connection) {
    apps::remove_secret(connection, AppId("orders"), apps::SecretSlot::previous);
  });
  EXPECT_EQ(userinfo(token).status, 401);
}

TEST_F(DocumentsTest, AlgorithmIsTheAppsAndNotTheTokens) {
  const auto token = access_token();
  provider_.change_app("orders", [](App& app) { app.algorithm = AppAlgorithm::es256; });
  // The former one counts as well until the change is over (storage/app_policies.h).
  EXPECT_EQ(userinfo(token).status, 200);
  provider_.write(
      [](sql::Connection& connection) { connection.query("update app_policies set former_algorithm = ''"); });
  EXPECT_EQ(userinfo(token).status, 401);
}

TEST_F(DocumentsTest, PreflightsAnswerAppsOrigins) {
  for (const char* path : {"/oauth2/token", "/oauth2/userinfo"}) {
    http::Request request;
    request.method = http::Method::options;
    request.path = path;
    request.headers.set("Origin", "https://orders.example.com");
    EXPECT_EQ(provider_.send(request).headers.find("Access-Control-Allow-Origin"),
              "https://orders.example.com");
    request.headers.set("Origin", "https://evil.example");
    EXPECT_FALSE(provider_.send(request).headers.find("Access-Control-Allow-Origin"));
  }
  EXPECT_EQ(
      userinfo(access_token(), "https://orders.example.com").headers.find("Access-Control-Allow-Origin"),
      "https://orders.example.com");
  EXPECT_FALSE(
      userinfo(access_token(), "https://other.example.com").headers.find("Access-Control-Allow-Origin"));
}

class OperatorTokenTest : public OidcTest {
 protected:
  http::Response issue(const std::string& body) {
    http::Request request;
    request.method = http::Method::post;
    request.path = "/api/v1/operator/tokens";
    request.headers.set("Content-Type", "application/json");
    request.body = body;
    return provider_.send_local(request);
  }
};

TEST_F(OperatorTokenTest, MemberGetsATokenWithoutSession) {
  const auto response = issue(R"({"appId":"orders","userId":"usr_ada","ttlSeconds":60})");
  ASSERT_EQ(response.status, 200) << response.body;
  const auto token = text_of(json_of(response), "token");
  EXPECT_TRUE(provider_.app_token_reader->verify(token));
  const auto claims = claims_of(token);
  EXPECT_EQ(claims.at("exp").as_int64() - claims.at("iat").as_int64(), 60);
  EXPECT_FALSE(claims.contains("sid") || claims.contains("auth_time"));
  EXPECT_EQ(provider_.last_event(), "token.issue:success");
}

TEST_F(OperatorTokenTest, RefusesWhoMayNotEnter) {
  EXPECT_EQ(issue(R"({"appId":"nothing","userId":"usr_ada"})").status, 404);
  EXPECT_EQ(issue(R"({"appId":"orders","userId":"usr_nobody"})").status, 404);
  EXPECT_EQ(issue(R"({"appId":"orders","userId":"usr_eve"})").status, 422);
  EXPECT_EQ(issue(R"({"appId":"orders","userId":"usr_ada","ttlSeconds":59})").status, 422);
  EXPECT_EQ(issue(R"({"appId":"orders","userId":"usr_ada","ttlSeconds":86401})").status, 422);
  EXPECT_EQ(issue(R"({"appId":"orders"})").status, 422);
}

}  // namespace
}  // namespace gatehouse::server
