// SPDX-License-Identifier: Apache-2.0
#include "server/storage/app_policies.h"
#include "server/storage/members.h"
#include "server/storage/signal_events.h"
#include "tests/oidc/provider.h"

namespace gatehouse::server {
namespace {

const Parameters kOrders = {{"client_id", "orders"}, {"client_secret", std::string(kOrdersSecret)}};
const Parameters kOther = {{"client_id", "other"}, {"client_secret", std::string(kOtherSecret)}};

class RevokeTest : public OidcTest {
 protected:
  http::Response revoke(const std::string& token, const Parameters& client = kOrders) {
    return provider_.post("/oauth2/revoke", with(client, {{"token", token}}));
  }
  http::Response introspect(const std::string& token, const Parameters& client = kOrders) {
    return provider_.post("/oauth2/introspect", with(client, {{"token", token}}));
  }
  bool is_active(const std::string& token) {
    const auto answer = json_of(introspect(token));
    const bool active = answer.at("active").as_bool();
    EXPECT_TRUE(active || answer.size() == 1U);
    return active;
  }

  boost::json::object tokens_ = provider_.make_tokens(cookie_);
  std::string access_ = text_of(tokens_, "access_token");
  std::string refresh_ = text_of(tokens_, "refresh_token");
};

TEST_F(RevokeTest, RefreshTokenEndsWithItsGrant) {
  EXPECT_EQ(revoke(refresh_).status, 200);
  EXPECT_EQ(provider_.last_event(), "app.revoke:success");
  EXPECT_EQ(provider_.post("/oauth2/token", provider_.refresh_request(refresh_)).status, 400);
  EXPECT_FALSE(is_active(access_));
  EXPECT_FALSE(is_active(refresh_));
}

TEST_F(RevokeTest, AccessTokenEndsWhatTheAppGotByThisSignIn) {
  const auto elsewhere = provider_.make_tokens(provider_.sign_in(provider_.ada));
  EXPECT_EQ(revoke(access_).status, 200);
  EXPECT_FALSE(is_active(access_));
  EXPECT_FALSE(is_active(refresh_));
  EXPECT_TRUE(is_active(text_of(elsewhere, "access_token")));
}

// What connected apps refuse is refused here, and nothing else: an event ends what was issued before it, and
// a refresh token that lives gives the next one.
TEST_F(RevokeTest, SecondSignInOfTheSessionKeepsNoDeadTokenAlive) {
  const auto second = provider_.make_tokens(cookie_);
  EXPECT_EQ(revoke(refresh_).status, 200);
  EXPECT_FALSE(is_active(access_));
  EXPECT_FALSE(is_active(text_of(second, "access_token")));
  const auto renewed =
      json_of(provider_.post("/oauth2/token", provider_.refresh_request(text_of(second, "refresh_token"))));
  EXPECT_TRUE(is_active(text_of(renewed, "access_token")));
}

// OA-07
TEST_F(RevokeTest, TokensOfAReplayedCodeEndThoughTheSessionHasOthers) {
  const auto code = provider_.make_code(cookie_);
  const auto first = json_of(provider_.post("/oauth2/token", provider_.code_request(code)));
  EXPECT_EQ(provider_.post("/oauth2/token", provider_.code_request(code)).status, 400);
  EXPECT_FALSE(is_active(text_of(first, "access_token")));
}

TEST_F(RevokeTest, WhatTheAppsPolicyRefusesIsInactive) {
  const auto put = [&](const app_policies::AppPolicy& policy) {
    provider_.write([&](sql::Connection& connection) {
      return app_policies::put_rules(connection, AppId("orders"), policy);
    });
  };
  put({.required_claims = {"acr", "no_such_claim"}});
  EXPECT_FALSE(is_active(access_));
  put({.issued_after = to_unix_seconds(provider_.clock.now()) + 1});
  EXPECT_FALSE(is_active(access_));
  put({.issued_after = to_unix_seconds(provider_.clock.now()), .required_claims = {"acr"}});
  EXPECT_TRUE(is_active(access_));
}

TEST_F(RevokeTest, EpochOfTheAppEndsEveryToken) {
  const auto own =
      text_of(json_of(provider_.post("/oauth2/token", with(kOrders, {{"grant_type", "client_credentials"}}))),
              "access_token");
  EXPECT_TRUE(is_active(own));
  provider_.write([&](sql::Connection& connection) {
    signal_events::append_for_app(connection, SignalKind::app_epoch, AppId("orders"));
    return 0;
  });
  EXPECT_FALSE(is_active(own));
  EXPECT_FALSE(is_active(access_));
}

TEST_F(RevokeTest, AppsOwnTokenIsRevoked) {
  const auto own = [&] {
    return text_of(
        json_of(provider_.post("/oauth2/token", with(kOrders, {{"grant_type", "client_credentials"}}))),
        "access_token");
  };
  const auto token = own();
  EXPECT_EQ(revoke(token, kOther).status, 200);
  EXPECT_TRUE(is_active(token));
  EXPECT_EQ(revoke(token).status, 200);
  EXPECT_EQ(provider_.last_event(), "app.revoke:success");
  EXPECT_FALSE(is_active(token));
  EXPECT_TRUE(is_active(access_)) << "a person's";
  EXPECT_TRUE(is_active(own()));
}

// OA-29
TEST_F(RevokeTest, UnknownTokensAreAnsweredAlikeAndNothingHappens) {
  for (const char* token : {"unknown", "a.b.c"}) EXPECT_EQ(revoke(token).status, 200) << token;
  EXPECT_EQ(revoke(text_of(tokens_, "id_token")).status, 200);
  EXPECT_TRUE(is_active(access_) && is_active(refresh_));
}

// OA-29
TEST_F(RevokeTest, OtherAppsTokensLive) {
  for (const auto& token : {refresh_, access_}) {
    const auto response = revoke(token, kOther);
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(text_of(json_of(response), "error"), "invalid_grant");
  }
  EXPECT_TRUE(is_active(access_) && is_active(refresh_));
}

// OA-28
TEST_F(RevokeTest, BothEndpointsKnowWhoAsks) {
  for (const char* path : {"/oauth2/revoke", "/oauth2/introspect"}) {
    EXPECT_EQ(provider_.post(path, {{"token", refresh_}}).status, 401);
    EXPECT_EQ(provider_.post(path, with(kOrders, {{"token", refresh_}, {"client_secret", "wrong"}})).status,
              401);
    EXPECT_EQ(provider_.post(path, kOrders).status, 400);
  }
  EXPECT_TRUE(is_active(refresh_));
}

TEST_F(RevokeTest, ActiveTokensAreDescribed) {
  const auto access = json_of(introspect(access_));
  EXPECT_EQ(text_of(access, "client_id"), "orders");
  EXPECT_EQ(text_of(access, "sub"), "usr_ada");
  EXPECT_EQ(text_of(access, "token_type"), "Bearer");
  const auto refresh = json_of(introspect(refresh_));
  EXPECT_EQ(text_of(refresh, "scope"), "openid offline_access");
}

// OA-28
TEST_F(RevokeTest, ForeignMalformedAndEndedTokensAreJustNotActive) {
  const std::string inactive = R"({"active":false})";
  for (const auto& token : {std::string("x"), access_ + "x", text_of(tokens_, "id_token")}) {
    EXPECT_EQ(introspect(token).body, inactive);
  }
  EXPECT_EQ(introspect(access_, kOther).body, inactive);
  EXPECT_EQ(introspect(refresh_, kOther).body, inactive);
  (void)provider_.post("/oauth2/token", provider_.refresh_request(refresh_));
  EXPECT_EQ(introspect(refresh_).body, inactive);
  EXPECT_TRUE(is_active(access_));
  provider_.write(
      [&](sql::Connection& connection) { members::remove(connection, AppId("orders"), provider_.ada); });
  EXPECT_EQ(introspect(access_).body, inactive);
}

// OA-07
TEST_F(RevokeTest, CodeReuseEndsTheAccessTokenToo) {
  const auto cookie = provider_.sign_in(provider_.ada);
  const auto request = provider_.code_request(provider_.make_code(cookie));
  const auto access = text_of(json_of(provider_.post("/oauth2/token", request)), "access_token");
  EXPECT_TRUE(is_active(access));
  EXPECT_EQ(provider_.post("/oauth2/token", request).status, 400);
  EXPECT_FALSE(is_active(access));
}

}  // namespace
}  // namespace gatehouse::server
