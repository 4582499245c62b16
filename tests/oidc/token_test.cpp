// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "core/http/form.h"
#include "server/storage/apps.h"
#include "server/storage/members.h"
#include "server/storage/users.h"
#include "tests/oidc/provider.h"

namespace gatehouse::server {
namespace {

std::string encode_base64(std::string_view text) {
  static constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    bits = (bits << 8) | static_cast<unsigned char>(c);
    for (held += 8; held >= 6; held -= 6) out += kAlphabet[(bits >> (held - 6)) & 63];
  }
  if (held > 0) out += kAlphabet[(bits << (6 - held)) & 63];
  while (out.size() % 4 != 0) out += '=';
  return out;
}

class TokenTest : public OidcTest {
 protected:
  http::Response exchange(const std::string& code, const Parameters& changes = {}) {
    return provider_.post("/oauth2/token", with(provider_.code_request(code), changes));
  }
  http::Response exchange_with_header(const std::string& code, const std::string& header,
                                      const Parameters& changes = {{"client_id", ""},
                                                                   {"client_secret", ""}}) {
    http::Request request;
    request.method = http::Method::post;
    request.path = "/oauth2/token";
    request.headers.set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
    request.headers.set("Authorization", header);
    request.body = encode(with(provider_.code_request(code), changes));
    return provider_.send(request);
  }
  static std::string error_of(const http::Response& response) { return text_of(json_of(response), "error"); }
};

// RFC 6749, section 5.2
TEST_F(TokenTest, WrongMethodIsAnsweredAsOAuthDoes) {
  for (const char* path : {"/oauth2/token", "/oauth2/revoke", "/oauth2/par", "/oauth2/introspect",
                           "/oauth2/device_authorization", "/oauth2/register"}) {
    const auto response = provider_.get(path, {});
    EXPECT_EQ(response.status, 405) << path;
    EXPECT_EQ(error_of(response), "invalid_request") << path;
    EXPECT_EQ(response.headers.find("Content-Type"), "application/json") << path;
    EXPECT_EQ(response.headers.find("Cache-Control"), "no-store") << path;
    EXPECT_NE(std::string(response.headers.find("Allow").value_or("")).find("POST"), std::string::npos)
        << path;
  }
}

TEST_F(TokenTest, CodeGivesTheContractsTokens) {
  const auto response = exchange(provider_.make_code(cookie_, "openid profile email offline_access"));
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(response.headers.find("Cache-Control"), "no-store");
  const auto tokens = json_of(response);
  EXPECT_EQ(text_of(tokens, "token_type"), "Bearer");
  EXPECT_EQ(tokens.at("expires_in").as_int64(), 900);
  EXPECT_EQ(text_of(tokens, "scope"), "openid profile email offline_access");
  EXPECT_EQ(text_of(tokens, "refresh_token").size(), 43U);

  const auto access = claims_of(text_of(tokens, "access_token"));
  for (const char* name : {"sub", "userId"}) EXPECT_EQ(text_of(access, name), "usr_ada");
  for (const char* name : {"aud", "client_id", "appId"}) EXPECT_EQ(text_of(access, name), "orders");
  for (const char* name : {"userEmail", "email"}) EXPECT_EQ(text_of(access, name), "ada@example.com");
  EXPECT_EQ(text_of(access, "iss"), kIssuer);
  EXPECT_EQ(text_of(access, "name"), "Ada Lovelace");
  EXPECT_EQ(access.at("roles"), (boost::json::array{"clerk"}));
  EXPECT_EQ(access.at("permissions"), (boost::json::array{"orders:delete", "orders:read"}));
  EXPECT_EQ(access.at("amr"), (boost::json::array{"pwd"}));
  EXPECT_EQ(access.at("exp").as_int64() - access.at("iat").as_int64(), 900);
  EXPECT_THAT(text_of(access, "sid"), testing::StartsWith("ses_"));

  const auto id = claims_of(text_of(tokens, "id_token"));
  EXPECT_EQ(text_of(id, "sub"), "usr_ada");
  EXPECT_EQ(text_of(id, "aud"), "orders");
  EXPECT_EQ(text_of(id, "nonce"), "n-1");
  EXPECT_EQ(text_of(id, "sid"), text_of(access, "sid"));
  EXPECT_EQ(text_of(id, "email"), "ada@example.com");
  EXPECT_EQ(text_of(id, "at_hash").size(), 22U);
  EXPECT_EQ(id.at("auth_time"), access.at("auth_time"));
  EXPECT_FALSE(id.contains("appId") || id.contains("userId") || id.contains("userEmail"));
  EXPECT_EQ(provider_.last_event(), "app.exchange_code:success");
}

TEST_F(TokenTest, ScopesDecideWhatIsGiven) {
  const auto plain = provider_.make_tokens(cookie_, "unknown");
  EXPECT_NE(text_of(plain, "access_token"), "");
  EXPECT_FALSE(plain.contains("id_token") || plain.contains("refresh_token") || plain.contains("scope"));
  const auto openid = provider_.make_tokens(cookie_, "openid");
  EXPECT_FALSE(openid.contains("refresh_token"));
  EXPECT_FALSE(claims_of(text_of(openid, "id_token")).contains("email"));
}

TEST_F(TokenTest, AppsOfOtherAlgorithmsGetTokensOfPlatformKeys) {
  for (const auto algorithm : {AppAlgorithm::rs256, AppAlgorithm::es256, AppAlgorithm::eddsa}) {
    provider_.change_app("orders", [&](App& app) { app.algorithm = algorithm; });
    const auto token = text_of(provider_.make_tokens(cookie_), "access_token");
    EXPECT_TRUE(provider_.app_token_reader->verify(token)) << to_text(algorithm);
  }
}

// OA-07
TEST_F(TokenTest, CodeIsGoodOnceAndItsReuseEndsWhatItGave) {
  const auto code = provider_.make_code(cookie_);
  const auto first = json_of(exchange(code));
  const auto second = exchange(code);
  EXPECT_EQ(second.status, 400);
  EXPECT_EQ(error_of(second), "invalid_grant");
  EXPECT_EQ(provider_.last_event(), "app.exchange_code:code_reused");
  EXPECT_EQ(provider_.count("grants"), 0);
  const auto refresh =
      provider_.post("/oauth2/token", provider_.refresh_request(text_of(first, "refresh_token")));
  EXPECT_EQ(error_of(refresh), "invalid_grant");
}

TEST_F(TokenTest, WrongGuessesLeaveTheCodeAlone) {
  const auto code = provider_.make_code(cookie_);
  EXPECT_EQ(error_of(exchange(code, {{"redirect_uri", std::string(kRedirectUri) + "/"}})), "invalid_grant");
  EXPECT_EQ(error_of(exchange(code, {{"code_verifier", std::string(43, 'a')}})), "invalid_grant");
  EXPECT_EQ(error_of(exchange(code, {{"code_verifier", std::string(kChallenge)}})), "invalid_grant");
  EXPECT_EQ(error_of(exchange(code, {{"code_verifier", ""}})), "invalid_grant");
  EXPECT_EQ(error_of(exchange(code, {{"client_id", "other"}, {"client_secret", std::string(kOtherSecret)}})),
            "invalid_grant");
  EXPECT_EQ(error_of(exchange(code, {{"client_secret", "wrong"}})), "invalid_client");
  EXPECT_EQ(exchange(code).status, 200);
  // Nor does a used one end by a guess.
  EXPECT_EQ(error_of(exchange(code, {{"code_verifier", std::string(43, 'a')}})), "invalid_grant");
  EXPECT_EQ(error_of(exchange(code, {{"client_id", "other"}, {"client_secret", std::string(kOtherSecret)}})),
            "invalid_grant");
  EXPECT_EQ(provider_.count("grants"), 1);
}

// OA-05
TEST_F(TokenTest, VerifierWithoutChallengeIsADowngrade) {
  const auto code = provider_.make_code(cookie_);
  provider_.write([](sql::Connection& connection) {
    connection.query("update authorization_codes set code_challenge = ''");
  });
  EXPECT_EQ(error_of(exchange(code)), "invalid_grant");
}

TEST_F(TokenTest, CodeEndsAfterAMinute) {
  const auto code = provider_.make_code(cookie_);
  provider_.clock.advance(std::chrono::milliseconds(59'999));
  EXPECT_EQ(exchange(code).status, 200);
  const auto late = provider_.make_code(cookie_);
  provider_.clock.advance(std::chrono::seconds(60));
  EXPECT_EQ(error_of(exchange(late)), "invalid_grant");
  EXPECT_EQ(provider_.last_event(), "app.exchange_code:code_expired");
}

TEST_F(TokenTest, CodeIsWorthNothingOnceTheUserMayNotEnter) {
  const auto after_disabling = provider_.make_code(cookie_);
  provider_.change_user(provider_.ada, [&](User& user) { user.disabled_at = provider_.clock.now(); });
  EXPECT_EQ(error_of(exchange(after_disabling)), "invalid_grant");
  provider_.change_user(provider_.ada, [](User& user) { user.disabled_at.reset(); });
  const auto after_removal = provider_.make_code(cookie_);
  provider_.write(
      [&](sql::Connection& connection) { members::remove(connection, AppId("orders"), provider_.ada); });
  EXPECT_EQ(error_of(exchange(after_removal)), "invalid_grant");
}

// OA-10
TEST_F(TokenTest, WrongSecretAndUnknownAppAreAnsweredAlike) {
  const auto code = provider_.make_code(cookie_);
  const auto wrong = exchange(code, {{"client_secret", "wrong"}});
  for (const Parameters& changes : {Parameters{{"client_id", "nobody"}}, Parameters{{"client_id", "usr_ada"}},
                                    Parameters{{"client_secret", ""}}, Parameters{{"client_id", ""}},
                                    Parameters{{"client_secret", std::string(kOtherSecret)}},
                                    Parameters{{"client_secret", std::string(kOrdersSecret) + "x"}}}) {
    const auto response = exchange(code, changes);
    EXPECT_EQ(response.status, 401) << encode(changes);
    EXPECT_EQ(response.body, wrong.body);
    EXPECT_EQ(response.headers.find("WWW-Authenticate"), wrong.headers.find("WWW-Authenticate"));
  }
  EXPECT_EQ(error_of(wrong), "invalid_client");
}

// OA-10
TEST_F(TokenTest, SecretInTheQueryIsNotLookedAt) {
  auto request = http::Request();
  request.method = http::Method::post;
  request.path = "/oauth2/token";
  request.query = encode({{"client_id", "orders"}, {"client_secret", std::string(kOrdersSecret)}});
  request.headers.set("Content-Type", "application/x-www-form-urlencoded");
  request.body = encode(
      with(provider_.code_request(provider_.make_code(cookie_)), {{"client_id", ""}, {"client_secret", ""}}));
  EXPECT_EQ(provider_.send(request).status, 401);
}

TEST_F(TokenTest, BasicCredentialsAreFormEncodedOrSentAsTheyAre) {
  const std::string secret(kOrdersSecret);
  EXPECT_EQ(exchange_with_header(provider_.make_code(cookie_),
                                 "Basic " + encode_base64("orders:" + http::percent_encode(secret)))
                .status,
            200);
  EXPECT_EQ(
      exchange_with_header(provider_.make_code(cookie_), "basic " + encode_base64("orders:" + secret)).status,
      200);
  EXPECT_EQ(
      exchange_with_header(provider_.make_code(cookie_), "Basic " + encode_base64("orders:wrong")).status,
      401);
  for (const char* header : {"Basic", "Basic ", "Basic !!!", "Bearer abc", "Basic b3JkZXJz"}) {
    EXPECT_EQ(exchange_with_header(provider_.make_code(cookie_), header).status, 401) << header;
  }
}

// OA-10
TEST_F(TokenTest, TwoWaysToAuthenticateAreOneTooMany) {
  const auto header = "Basic " + encode_base64("orders:" + http::percent_encode(kOrdersSecret));
  EXPECT_EQ(error_of(exchange_with_header(provider_.make_code(cookie_), header, {})), "invalid_request");
  EXPECT_EQ(error_of(exchange_with_header(provider_.make_code(cookie_), header,
                                          {{"client_id", "other"}, {"client_secret", ""}})),
            "invalid_request");
  EXPECT_EQ(exchange_with_header(provider_.make_code(cookie_), header, {{"client_secret", ""}}).status, 200);
}

TEST_F(TokenTest, DuringARotationEverySecretCounts) {
  const std::string next = "next-secret-key-0123456789-abcdefghijklmnopq";
  const std::string previous = "previous-secret-0123456789-abcdefghijklmnopq";
  provider_.write([&](sql::Connection& connection) {
    apps::put_secret(connection, provider_.sealing_key, provider_.random, AppId("orders"),
                     apps::SecretSlot::next, SecretString(next), provider_.clock.now());
    apps::put_secret(connection, provider_.sealing_key, provider_.random, AppId("orders"),
                     apps::SecretSlot::previous, SecretString(previous), provider_.clock.now());
  });
  for (const auto& secret : {next, previous, std::string(kOrdersSecret)}) {
    EXPECT_EQ(exchange(provider_.make_code(cookie_), {{"client_secret", secret}}).status, 200) << secret;
  }
  provider_.write([&](sql::Connection& connection) {
    apps::remove_secret(connection, AppId("orders"), apps::SecretSlot::previous);
  });
  EXPECT_EQ(exchange(provider_.make_code(cookie_), {{"client_secret", previous}}).status, 401);
}

// OA-11
TEST_F(TokenTest, MalformedRequestsAreRefused) {
  const auto code = provider_.make_code(cookie_);
  EXPECT_EQ(error_of(exchange(code, {{"grant_type", ""}})), "invalid_request");
  EXPECT_EQ(error_of(exchange(code, {{"grant_type", "password"}})), "unsupported_grant_type");
  EXPECT_EQ(error_of(exchange(code, {{"code", ""}})), "invalid_request");
  EXPECT_EQ(error_of(exchange(code, {{"redirect_uri", ""}})), "invalid_request");
  EXPECT_EQ(error_of(exchange(code, {{"code_verifier", "short"}})), "invalid_request");
  for (const auto& [name, value] : provider_.code_request(code)) {
    auto twice = provider_.code_request(code);
    twice.emplace_back(name, value);
    EXPECT_EQ(error_of(provider_.post("/oauth2/token", twice)), "invalid_request") << name;
  }
  http::Request request;
  request.method = http::Method::post;
  request.path = "/oauth2/token";
  request.body = encode(provider_.code_request(code));
  EXPECT_EQ(error_of(provider_.send(request)), "invalid_request");
  request.headers.set("Content-Type", "application/json");
  EXPECT_EQ(error_of(provider_.send(request)), "invalid_request");
  request.headers.set("Content-Type", "application/x-www-form-urlencoded");
  request.body += "&x=%ff";
  EXPECT_EQ(error_of(provider_.send(request)), "invalid_request");
  request.body = std::string(70'000, 'x');
  EXPECT_EQ(provider_.send(request).status, 413);
  EXPECT_EQ(exchange(code, {{"unknown", "ignored"}}).status, 200);
}

// OA-22
TEST_F(TokenTest, OnlyTheAppsOwnPagesMayReadTheAnswer) {
  const auto allowed = [&](const std::string& origin) {
    const auto response =
        provider_.post("/oauth2/token", provider_.code_request(provider_.make_code(cookie_)), "", origin);
    EXPECT_FALSE(response.headers.find("Access-Control-Allow-Credentials"));
    return std::string(response.headers.find("Access-Control-Allow-Origin").value_or(""));
  };
  EXPECT_EQ(allowed("https://orders.example.com"), "https://orders.example.com");
  EXPECT_EQ(allowed("https://other.example.com"), "");
  EXPECT_EQ(allowed("https://orders.example.com.evil.example"), "");
  EXPECT_EQ(allowed("null"), "");
}

TEST_F(TokenTest, TokenNeverOutlivesItsSession) {
  provider_.clock.advance(provider_.bounds.idle - std::chrono::seconds(1));
  (void)provider_.authorize(provider_.authorization_request(), cookie_);  // in use, so not idle
  provider_.write([&](sql::Connection& connection) {
    connection.query("update sessions set expires_at = ?", provider_.clock.now() + std::chrono::seconds(100));
  });
  EXPECT_EQ(provider_.make_tokens(cookie_).at("expires_in").as_int64(), 100);
}

}  // namespace
}  // namespace gatehouse::server
