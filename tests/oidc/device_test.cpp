// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "server/storage/consents.h"
#include "server/storage/members.h"
#include "tests/oidc/provider.h"

namespace gatehouse::server {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;

std::string error_of(const http::Response& response) {
  return text_of(json_of(response), "error");
}

class DeviceTest : public OidcTest {
 protected:
  boost::json::object begin() {
    return json_of(
        provider_.post("/oauth2/device_authorization", {{"client_id", "orders"},
                                                        {"client_secret", std::string(kOrdersSecret)},
                                                        {"scope", "openid offline_access"}}));
  }
  http::Response poll(const boost::json::object& device, const Parameters& changes = {}) {
    return provider_.post("/oauth2/token",
                          with({{"grant_type", "urn:ietf:params:oauth:grant-type:device_code"},
                                {"device_code", text_of(device, "device_code")},
                                {"client_id", "orders"},
                                {"client_secret", std::string(kOrdersSecret)}},
                               changes));
  }
  http::Response type(const std::string& code) {
    return provider_.post("/device", {{"user_code", code}}, cookie_, std::string(kIssuer));
  }
  http::Response decide(const http::Response& page, const std::string& decision) {
    return provider_.post("/device",
                          {{"user_code", field_of(page, "user_code")},
                           {"mark", field_of(page, "mark")},
                           {"decision", decision}},
                          cookie_, std::string(kIssuer));
  }
};

TEST_F(DeviceTest, PersonLetsTheDeviceIn) {
  const auto device = begin();
  EXPECT_EQ(text_of(device, "verification_uri"), "https://auth.example.com/device");
  EXPECT_EQ(device.at("interval").as_int64(), 5);
  EXPECT_EQ(error_of(poll(device)), "authorization_pending");
  const auto page = type(text_of(device, "user_code"));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("Orders"));
  EXPECT_THAT(decide(page, "allow").body, HasSubstr("The device is signed in."));
  provider_.clock.advance(seconds(5));
  const auto tokens = json_of(poll(device));
  EXPECT_EQ(text_of(claims_of(text_of(tokens, "id_token")), "sub"), "usr_ada");
  EXPECT_EQ(
      provider_.post("/oauth2/token", provider_.refresh_request(text_of(tokens, "refresh_token"))).status,
      200);
  // Its own session, and the code is good once.
  EXPECT_EQ(provider_.count("sessions"), 2);
  provider_.clock.advance(seconds(5));
  EXPECT_EQ(error_of(poll(device)), "invalid_grant");
}

TEST_F(DeviceTest, PersonSeesWhatAStrangersAppAsksAndKeepsWhatWasAgreed) {
  provider_.change_app("orders", [](App& app) { app.third_party = true; });
  provider_.write([&](sql::Connection& connection) {
    consents::put(connection, provider_.ada, AppId("orders"), "openid email", provider_.clock.now());
  });
  const auto page = type(text_of(begin(), "user_code"));
  EXPECT_THAT(page.body, HasSubstr("This app belongs to somebody else. It wants to:"));
  EXPECT_THAT(page.body, HasSubstr("Recognise you when you come back"));
  EXPECT_THAT(page.body, HasSubstr("Keep this access while you are signed in here"));
  EXPECT_THAT(page.body, Not(HasSubstr("See your email address")));
  (void)decide(page, "allow");
  const auto consent = provider_.database->read([&](sql::Connection& connection) {
    return consents::find(connection, provider_.ada, AppId("orders"));
  });
  ASSERT_TRUE(consent);
  EXPECT_EQ(consent->scope, "openid email offline_access");
}

TEST_F(DeviceTest, AppsOfOurOwnAskNothing) {
  const auto page = type(text_of(begin(), "user_code"));
  EXPECT_THAT(page.body, Not(HasSubstr("belongs to somebody else")));
  EXPECT_THAT(page.body, Not(HasSubstr("Recognise you")));
  (void)decide(page, "allow");
  EXPECT_EQ(provider_.count("consents"), 0);
}

TEST_F(DeviceTest, PageShowsTheCodeAsTheDeviceDoes) {
  const auto code = text_of(begin(), "user_code");
  ASSERT_EQ(code.find('-'), 4U);
  EXPECT_THAT(type(code).body, HasSubstr('>' + code + "</p>"));
  EXPECT_THAT(provider_.get("/device", {{"user_code", code}}, cookie_).body, HasSubstr('"' + code + '"'));
}

TEST_F(DeviceTest, CodesAreReadAsPeopleTypeThem) {
  auto code = text_of(begin(), "user_code");
  for (char& c : code) c = c == '-' ? ' ' : char(std::tolower(c));
  EXPECT_NE(field_of(type(" " + code), "mark"), "");
}

TEST_F(DeviceTest, AskingTooOftenSlowsDown) {
  const auto device = begin();
  EXPECT_EQ(error_of(poll(device)), "authorization_pending");
  provider_.clock.advance(seconds(4));
  EXPECT_EQ(error_of(poll(device)), "slow_down");
  provider_.clock.advance(seconds(9));
  EXPECT_EQ(error_of(poll(device)), "slow_down");
  provider_.clock.advance(seconds(15));
  EXPECT_EQ(error_of(poll(device)), "authorization_pending");
}

TEST_F(DeviceTest, RefusedExpiredAndForeignOnesGetNothing) {
  const auto refused = begin();
  (void)decide(type(text_of(refused, "user_code")), "deny");
  EXPECT_EQ(error_of(poll(refused)), "access_denied");
  const auto device = begin();
  EXPECT_EQ(error_of(poll(device, {{"client_id", "other"}, {"client_secret", std::string(kOtherSecret)}})),
            "invalid_grant");
  provider_.clock.advance(std::chrono::minutes(10));
  EXPECT_EQ(error_of(poll(device)), "expired_token");
  EXPECT_EQ(field_of(type(text_of(device, "user_code")), "mark"), "");
  EXPECT_EQ(error_of(poll(device, {{"device_code", "guess"}})), "invalid_grant");
}

TEST_F(DeviceTest, GuessingCodesIsBounded) {
  const auto device = begin();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(type("BCDFGHJK").status, 200);
  EXPECT_EQ(type(text_of(device, "user_code")).status, 429);
  provider_.clock.advance(std::chrono::minutes(9));
  EXPECT_EQ(type(text_of(device, "user_code")).status, 429);
  provider_.clock.advance(seconds(61));
  EXPECT_EQ(type(text_of(begin(), "user_code")).status, 200);
}

TEST_F(DeviceTest, OnlyOurOwnPageDecidesAndOnlyAMember) {
  const auto device = begin();
  const auto page = type(text_of(device, "user_code"));
  const Parameters form = {
      {"user_code", field_of(page, "user_code")}, {"mark", field_of(page, "mark")}, {"decision", "allow"}};
  EXPECT_EQ(provider_.post("/device", form, cookie_, "https://evil.example").status, 400);
  EXPECT_EQ(provider_.post("/device", form, cookie_).status, 400);
  EXPECT_EQ(provider_.post("/device", with(form, {{"mark", "x"}}), cookie_, std::string(kIssuer)).status,
            400);
  EXPECT_EQ(provider_.post("/device", form, provider_.sign_in(provider_.ada), std::string(kIssuer)).status,
            400);
  EXPECT_EQ(provider_.post("/device", form, "", std::string(kIssuer)).status, 401);
  cookie_ = provider_.sign_in(provider_.eve);
  EXPECT_EQ(type(text_of(device, "user_code")).status, 403);
  EXPECT_EQ(error_of(poll(device)), "authorization_pending");
}

TEST_F(DeviceTest, StrangersSignInFirst) {
  const auto response = provider_.get("/device", {{"user_code", "BCDF-GHJK"}});
  EXPECT_EQ(query_of(response)["return_to"], "/device?user_code=BCDFGHJK");
  EXPECT_THAT(provider_.get("/device", {{"user_code", "<x>"}}, cookie_).body, Not(HasSubstr("<x>")));
}

class TokenExchangeTest : public OidcTest {
 protected:
  TokenExchangeTest() {
    provider_.write([&](sql::Connection& connection) {
      EXPECT_EQ(members::put(connection, {AppId("other"), provider_.ada, {}}, provider_.clock.now()),
                members::Put::done);
    });
    token_ = text_of(provider_.make_tokens(cookie_, "openid email offline_access"), "access_token");
  }
  http::Response exchange(const Parameters& changes = {}) {
    return provider_.post("/oauth2/token",
                          with({{"grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"},
                                {"subject_token", token_},
                                {"subject_token_type", "urn:ietf:params:oauth:token-type:access_token"},
                                {"audience", "other"},
                                {"client_id", "orders"},
                                {"client_secret", std::string(kOrdersSecret)}},
                               changes));
  }
  std::string token_;
};

TEST_F(TokenExchangeTest, AppActsForTheUserAtAnother) {
  const auto answer = json_of(exchange());
  EXPECT_EQ(text_of(answer, "issued_token_type"), "urn:ietf:params:oauth:token-type:access_token");
  EXPECT_FALSE(answer.contains("refresh_token") || answer.contains("id_token"));
  const auto token = text_of(answer, "access_token");
  const auto read = provider_.app_token_reader->verify(token);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->app.id.value(), "other");
  EXPECT_EQ(read->token.user_id(), "usr_ada");
  EXPECT_TRUE(read->token.roles().empty());
  EXPECT_EQ(read->token.session_id(), text_of(claims_of(token_), "sid"));
  EXPECT_EQ(text_of(claims_of(token).at("act").as_object(), "sub"), "orders");
  EXPECT_EQ(text_of(json_of(exchange({{"scope", "email"}})), "scope"), "email");
}

TEST_F(TokenExchangeTest, OnlyWhoMayEnterTheOtherApp) {
  provider_.write(
      [&](sql::Connection& connection) { members::remove(connection, AppId("other"), provider_.ada); });
  EXPECT_EQ(error_of(exchange()), "invalid_target");
  EXPECT_EQ(error_of(exchange({{"audience", "orders"}})), "invalid_target");
  EXPECT_EQ(error_of(exchange({{"audience", "nobody"}})), "invalid_target");
  EXPECT_EQ(error_of(exchange({{"audience", ""}})), "invalid_target");
}

// RFC 8693, section 2.2.2
TEST_F(TokenExchangeTest, UnknownResourceIsNotIgnored) {
  EXPECT_EQ(error_of(exchange({{"resource", "https://evil.example/"}})), "invalid_target");
  EXPECT_EQ(error_of(exchange({{"resource", "https://orders.example.com"}})), "invalid_target");
  EXPECT_EQ(error_of(exchange({{"resource", "https://other.example.com/x"}})), "invalid_target");
  EXPECT_EQ(exchange({{"resource", "https://other.example.com"}}).status, 200);
  EXPECT_EQ(exchange({{"resource", "https://other.example.com/"}}).status, 200);
}

TEST_F(TokenExchangeTest, OnlyAppsOfOurOwn) {
  provider_.change_app("other", [](App& app) { app.third_party = true; });
  EXPECT_EQ(error_of(exchange()), "invalid_target");
  provider_.change_app("orders", [](App& app) { app.third_party = true; });
  EXPECT_EQ(error_of(exchange()), "unauthorized_client");
}

TEST_F(TokenExchangeTest, SubjectTokenMustBeTheAppsOwnAndLive) {
  EXPECT_EQ(
      error_of(exchange(
          {{"client_id", "other"}, {"client_secret", std::string(kOtherSecret)}, {"audience", "orders"}})),
      "invalid_request");
  EXPECT_EQ(error_of(exchange({{"subject_token", "x"}})), "invalid_request");
  EXPECT_EQ(error_of(exchange({{"subject_token", ""}})), "invalid_request");
  EXPECT_EQ(error_of(exchange({{"subject_token_type", "urn:ietf:params:oauth:token-type:id_token"}})),
            "invalid_request");
  EXPECT_EQ(error_of(exchange({{"actor_token", token_}})), "invalid_request");
  EXPECT_EQ(error_of(exchange({{"scope", "openid profile"}})), "invalid_scope");
  EXPECT_EQ(error_of(exchange({{"scope", "a\"b"}})), "invalid_scope");
  provider_.write([](sql::Connection& connection) { connection.query("delete from sessions"); });
  EXPECT_EQ(error_of(exchange()), "invalid_request");
}

}  // namespace
}  // namespace gatehouse::server
