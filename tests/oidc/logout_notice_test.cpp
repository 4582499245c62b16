// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "core/http/form.h"
#include "core/token/jwt_verifier.h"
#include "server/defence/outbound_policy.h"
#include "server/issuance/backchannel_logout.h"
#include "server/storage/grants.h"
#include "server/storage/sessions.h"
#include "server/storage/users.h"
#include "tests/oidc/provider.h"

namespace gatehouse::server {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr const char* kLogoutUri = "https://orders.example.com/logout";

class LogoutNoticeTest : public OidcTest {
 protected:
  LogoutNoticeTest() {
    provider_.change_app("orders", [](App& app) { app.backchannel_logout_uri = kLogoutUri; });
    (void)provider_.make_tokens(cookie_);
  }
  void end_session() {
    provider_.write([&](sql::Connection& connection) { sessions::remove_all_of(connection, provider_.ada); });
  }
  Result<net::ClientResponse, net::ClientFailure> take(const net::ClientRequest& request) {
    sent_.push_back(request);
    if (status_ == 0) return fail(net::ClientFailure{net::ClientFailureKind::connect, "nobody answers"});
    return net::ClientResponse{status_, {}, ""};
  }
  std::string token_of(const net::ClientRequest& request) {
    return std::string(http::parse_form(request.body).value().find("logout_token").value());
  }
  std::size_t waiting() { return std::size_t(provider_.count("logout_notices")); }

  int status_ = 200;  ///< what the app answers; 0: it can't be reached
  std::vector<net::ClientRequest> sent_;
  std::string logged_;
  std::optional<Logger> log_{std::in_place, provider_.clock, LogFormat::text, LogLevel::info,
                             [this](std::string_view lines) { logged_ += lines; }};
  BackchannelLogout logout_{provider_.clock,
                            provider_.random,
                            *provider_.database,
                            provider_.sealing_key,
                            *provider_.keys,
                            std::string(kIssuer),
                            *log_,
                            [this](const net::ClientRequest& request) { return take(request); }};
};

// OpenID Connect Back-Channel Logout, section 2.6, step 1
TEST_F(LogoutNoticeTest, ItIsSignedAsTheAppsIdTokensAre) {
  provider_.change_app("orders", [](App& app) { app.id_token_algorithm = AppAlgorithm::hs256; });
  end_session();
  EXPECT_TRUE(logout_.deliver_one());
  ASSERT_EQ(sent_.size(), 1U);
  const auto rules = token::logout_token_rules(std::string(kIssuer), "orders");
  const auto by_secret = token::KeyRing::from_secrets({SecretString(std::string(kOrdersSecret))});
  EXPECT_TRUE(token::JwtVerifier(rules, by_secret, provider_.clock).verify(token_of(sent_[0])));
  EXPECT_FALSE(
      token::JwtVerifier(rules, *provider_.keys->key_ring(), provider_.clock).verify(token_of(sent_[0])));
}

TEST_F(LogoutNoticeTest, AppGetsATokenThatEveryVerifierTakes) {
  end_session();
  EXPECT_TRUE(logout_.deliver_one());
  EXPECT_FALSE(logout_.deliver_one());
  ASSERT_EQ(sent_.size(), 1U);
  EXPECT_EQ(sent_[0].url, kLogoutUri);
  EXPECT_EQ(sent_[0].headers.find("Content-Type"), "application/x-www-form-urlencoded");
  const token::JwtVerifier verifier(token::logout_token_rules(std::string(kIssuer), "orders"),
                                    *provider_.keys->key_ring(), provider_.clock);
  const auto verified = verifier.verify(token_of(sent_[0]));
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->text("sub"), "usr_ada");
  EXPECT_THAT(std::string(verified->text("sid")), testing::StartsWith("ses_"));
  EXPECT_TRUE(verified->claims().find("events")->find("http://schemas.openid.net/event/backchannel-logout"));
  EXPECT_EQ(waiting(), 0U);
  EXPECT_EQ(provider_.last_event(), "app.logout_notice:success");
}

TEST_F(LogoutNoticeTest, EveryEndOfASessionIsTold) {
  end_session();
  EXPECT_EQ(waiting(), 1U);
  (void)provider_.make_tokens(provider_.sign_in(provider_.ada));
  provider_.clock.advance(provider_.bounds.idle);
  provider_.write([&](sql::Connection& connection) {
    sessions::remove_expired(connection, provider_.clock.now(), provider_.bounds.idle, 10);
  });
  EXPECT_EQ(waiting(), 2U);
  (void)provider_.make_tokens(provider_.sign_in(provider_.ada));
  provider_.write([&](sql::Connection& connection) { users::remove(connection, provider_.ada); });
  EXPECT_EQ(waiting(), 3U);
}

TEST_F(LogoutNoticeTest, OnlyAppsThatWereEnteredAndWantToKnowAreTold) {
  provider_.change_app("other", [](App& app) { app.backchannel_logout_uri = "https://other.example.com/x"; });
  provider_.change_app("orders", [](App& app) { app.backchannel_logout_uri.clear(); });
  end_session();
  EXPECT_EQ(waiting(), 0U);
}

// LO-05
TEST_F(LogoutNoticeTest, UnreachableAppIsTriedForADayWithGrowingPauses) {
  status_ = 0;
  end_session();
  const auto begin = provider_.clock.now();
  int attempts = 0;
  while (waiting() > 0) {
    attempts += logout_.deliver_one() ? 1 : 0;
    provider_.clock.advance(seconds(1));
    ASSERT_LT(provider_.clock.now(), begin + hours(25));
  }
  EXPECT_GE(provider_.clock.now(), begin + hours(22));
  EXPECT_GT(attempts, 8);
  EXPECT_LT(attempts, 30);
  EXPECT_EQ(provider_.last_event(), "app.logout_notice:given_up");
  log_.reset();  // writes what is queued
  EXPECT_EQ(std::ranges::count(logged_, '\n'), 2);
  EXPECT_THAT(logged_, testing::AllOf(testing::HasSubstr("trying again for a day app=orders"),
                                      testing::HasSubstr("reason=\"nobody answers\""),
                                      testing::HasSubstr("told no more app=orders")));
}

TEST_F(LogoutNoticeTest, WhatArrivesIsNothingForTheLog) {
  end_session();
  EXPECT_TRUE(logout_.deliver_one());
  log_.reset();
  EXPECT_EQ(logged_, "");
}

// LO-05
TEST_F(LogoutNoticeTest, AnswerOtherThanGoodIsTriedAgainAndARedirectNotFollowed) {
  end_session();
  for (const int status : {500, 302, 400}) {
    status_ = status;
    EXPECT_TRUE(logout_.deliver_one()) << status;
    EXPECT_FALSE(logout_.deliver_one());
    provider_.clock.advance(std::chrono::minutes(10));
  }
  status_ = 204;
  EXPECT_TRUE(logout_.deliver_one());
  EXPECT_EQ(waiting(), 0U);
  for (const auto& request : sent_) EXPECT_EQ(request.url, kLogoutUri);
  EXPECT_NE(token_of(sent_[0]), token_of(sent_[1]));
}

// LO-05
TEST_F(LogoutNoticeTest, SlowAppHoldsUpNobodyElse) {
  provider_.change_app("other", [](App& app) { app.backchannel_logout_uri = "https://other.example.com/x"; });
  (void)provider_.make_tokens(provider_.sign_in(provider_.ada));
  end_session();  // two sessions of `orders`, and then one of the other app
  provider_.write([&](sql::Connection& connection) {
    connection.query(
        "insert into logout_notices (app_id, user_id, session_id) values ('other', 'usr_ada', 'ses_1')");
  });
  std::vector<std::string> told;
  BackchannelLogout slow(provider_.clock, provider_.random, *provider_.database, provider_.sealing_key,
                         *provider_.keys, std::string(kIssuer), *log_,
                         [&](const net::ClientRequest&) -> Result<net::ClientResponse, net::ClientFailure> {
                           // While the first app still thinks: the other one is told, and the first gets
                           // nothing more.
                           while (logout_.deliver_one()) told.push_back(sent_.back().url);
                           return net::ClientResponse{200, {}, ""};
                         });
  EXPECT_TRUE(slow.deliver_one());
  EXPECT_EQ(told.size(), 1U);
  EXPECT_TRUE(logout_.deliver_one());
  EXPECT_EQ(waiting(), 0U);
}

TEST_F(LogoutNoticeTest, ClaimOfOneThatDiedPassesOn) {
  end_session();
  provider_.write([&](sql::Connection& connection) {
    const auto now = provider_.clock.now();
    EXPECT_TRUE(logout_notices::claim(connection, now, now + seconds(60)));
  });
  EXPECT_FALSE(logout_.deliver_one());
  provider_.clock.advance(seconds(61));
  EXPECT_TRUE(logout_.deliver_one());
}

TEST_F(LogoutNoticeTest, GrantOfASessionStaysAsLongAsItMayHaveToBeTold) {
  (void)provider_.make_tokens(cookie_, "openid");
  provider_.write([](sql::Connection& connection) { connection.query("delete from refresh_tokens"); });
  const auto later = provider_.clock.now() + hours(50);
  const auto spent = provider_.database->read(
      [&](sql::Connection& connection) { return grants::list_spent(connection, later, 9); });
  EXPECT_EQ(spent.size(), 1U);  // of two, the newer stays
}

TEST(OutboundPolicy, PrivateAddressesOnlyWhereTheOwnerAllowsThem) {
  const auto strict = make_outbound_policy({});
  for (const char* address : {"127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fd00::1",
                              "::ffff:127.0.0.1", "0.0.0.0", "nonsense"}) {
    EXPECT_FALSE(strict(address)) << address;
  }
  EXPECT_TRUE(strict("93.184.216.34"));
  const auto relaxed = make_outbound_policy({"127.0.0.0/8", "10.1.0.0/16"});
  EXPECT_TRUE(relaxed("127.0.0.1"));
  EXPECT_TRUE(relaxed("10.1.2.3"));
  EXPECT_FALSE(relaxed("10.2.0.1"));
}

}  // namespace
}  // namespace gatehouse::server
