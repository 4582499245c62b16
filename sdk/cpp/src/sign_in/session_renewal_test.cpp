// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/session_renewal.h"

#include <gtest/gtest.h>

namespace gatehouse::sdk {
namespace {

using namespace std::chrono_literals;
using Outcome = Renewal::Outcome;

class SessionRenewalTest : public ::testing::Test {
 protected:
  Result<net::ClientResponse, net::ClientFailure> send(const net::ClientRequest& request) {
    if (request.url.ends_with("/openid-configuration")) {
      return net::ClientResponse{.status = 200,
                                 .headers = {},
                                 .body = Json{{"issuer", kUrl},
                                              {"authorization_endpoint", kUrl + "/authorize"},
                                              {"token_endpoint", kUrl + "/token"},
                                              {"jwks_uri", kUrl + "/keys"}}
                                             .to_text()};
    }
    ++asked;
    clock.advance(takes.value_or(request.timeout));
    if (lost > 0) {
      --lost;
      return fail(net::ClientFailure{net::ClientFailureKind::other, "the connection broke"});
    }
    return net::ClientResponse{
        .status = 200, .headers = {}, .body = R"({"access_token":"new","refresh_token":"r2"})"};
  }
  [[nodiscard]] http::Request request() const {
    http::Request request;
    const auto set = cookies.set("old", {.user_id = "u1", .refresh_token = "r1", .id_token = ""});
    request.headers.add("Cookie", set.back().substr(0, set.back().find(';')));
    return request;
  }

  inline static const std::string kUrl = "https://auth.example.com";
  FixedClock clock{from_unix_seconds(1'795'428'900)};
  SystemRandom random;
  Logger log{clock, LogFormat::text, LogLevel::error, [](std::string_view) {}};
  EventLog events{log, {}};
  std::vector<SecretString> secrets{SecretString("8f3c1d90b7a24e65c1d2f0a9e8b76543")};
  CookieSealer sealer{secrets, "orders", clock, random, http::SetCookie::Transport::any};
  SessionCookies cookies{sealer, "orders", http::SetCookie::Transport::any};
  Platform platform{kUrl, "orders", secrets, [this](const net::ClientRequest& sent) { return send(sent); },
                    clock};
  Contact contact{clock};
  SessionRenewal renewal{
      platform,
      cookies,
      [this](std::string_view) -> Result<std::shared_ptr<const VerifiedToken>, TokenRefusal> {
        return std::make_shared<const VerifiedToken>(
            VerifiedToken{{.id = "u1"}, clock.now(), clock.now() + 900s, {}});
      },
      contact,
      clock,
      events};
  int asked = 0, lost = 0;
  std::optional<std::chrono::milliseconds> takes{10};  ///< absent: as long as anybody waits
};

TEST_F(SessionRenewalTest, LostAnswerIsAskedForAgainAtOnce) {
  lost = 1;
  const auto renewed = renewal.renew(request());
  EXPECT_EQ(renewed.outcome, Outcome::renewed);
  EXPECT_EQ(asked, 2) << "within the time in which the platform gives the same answer again";
}

TEST_F(SessionRenewalTest, SilentPlatformIsNotAskedTwice) {
  lost = 5;
  takes = 5s;
  EXPECT_EQ(renewal.renew(request()).outcome, Outcome::unreachable);
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(renewal.renew(request()).outcome, Outcome::unreachable);
  EXPECT_EQ(asked, 1) << "not by the next request either";
  lost = 0;
  clock.advance(6s);
  EXPECT_EQ(renewal.renew(request()).outcome, Outcome::renewed);
}

// It may have answered, and then a token that comes later than 10 s counts as stolen.
TEST_F(SessionRenewalTest, AnswerThatNeverCameIsAskedForInTime) {
  lost = 1;
  takes.reset();
  const auto begun = clock.monotonic();
  EXPECT_EQ(renewal.renew(request()).outcome, Outcome::unreachable);
  takes = 10ms;
  while (renewal.renew(request()).outcome != Outcome::renewed) clock.advance(100ms);
  EXPECT_LT(clock.monotonic() - begun, 8s);
}

TEST_F(SessionRenewalTest, NobodyAsksWhileTheLinkGetsNoAnswer) {
  contact.set(Contact::Link::unreachable);
  EXPECT_EQ(renewal.renew(request()).outcome, Outcome::unreachable);
  EXPECT_EQ(asked, 0);
  contact.set(Contact::Link::up);
  EXPECT_EQ(renewal.renew(request()).outcome, Outcome::renewed);
}

TEST_F(SessionRenewalTest, SecondTabGetsTheSameAnswerAndEachCookieOnce) {
  const auto first = renewal.renew(request()), second = renewal.renew(request());
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(first.token, second.token);
  EXPECT_EQ(first.set_cookies, second.set_cookies);
  EXPECT_EQ(first.set_cookies.size(), 2U);
  clock.advance(11s);
  EXPECT_EQ(renewal.renew(request()).outcome, Outcome::renewed);
  EXPECT_EQ(asked, 2);
}

}  // namespace
}  // namespace gatehouse::sdk
