// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/mail_fixture.h"
#include "server/defence/guess_limits.h"

namespace gatehouse::server {
namespace {

using http::Method;

/// Guessing passwords at every door: PW-04, PW-05, PW-07, LD-17, HT-01.
class GuessingTest : public MailTest {
 protected:
  static constexpr const char* kWrong = "a wrong password of some length";

  GuessingTest() { user_ = add_user("ada@example.com"); }

  struct From {
    std::string address = "127.0.0.1";
    std::string cookies = {};
  };
  Answer attempt(const std::string& email, const std::string& password, const From& from) {
    auto request =
        make_request(Method::post, "/api/v1/sign-in",
                     boost::json::serialize(boost::json::object{{"email", email}, {"password", password}}));
    request.client_address = from.address;
    if (!from.cookies.empty()) request.headers.add("Cookie", from.cookies);
    return send(std::move(request));
  }
  static std::string address(int n) {
    return "10." + std::to_string(n / 65536) + "." + std::to_string(n / 256 % 256) + "." +
           std::to_string(n % 256);
  }
  /// How many of the guesses were looked at before one was refused.
  int guess_until_refused(const std::string& email, int most, int first_address = 0) {
    for (int n = 0; n < most; ++n) {
      const auto answer = attempt(email, kWrong, {.address = address(first_address + n)});
      if (answer.status() == 429) return n;
      EXPECT_EQ(answer.status(), 401);
    }
    return most;
  }
  /// The device cookie that an answer sets, as a request carries it.
  static std::string device_of(const Answer& answer) {
    for (const auto& [name, value] : answer.response.headers) {
      const std::string_view text(value);
      if (text.starts_with("__Host-gatehouse_device=")) return std::string(text.substr(0, text.find(';')));
    }
    return "";
  }
  std::int64_t seconds_to_wait(const Answer& answer) {
    return std::stoll(std::string(answer.response.headers.find("Retry-After").value_or("0")));
  }

  std::string user_;
};

TEST_F(GuessingTest, OneAccountFromManyAddressesIsStopped) {
  EXPECT_EQ(guess_until_refused("ada@example.com", 200), 50);
  const auto refused = attempt("ada@example.com", kPassword, {.address = "10.9.9.9"});
  EXPECT_EQ(refused.status(), 429);
  EXPECT_EQ(refused.code(), "too_many_attempts");
  EXPECT_FALSE(refused.response.headers.find("Set-Cookie"));
}

TEST_F(GuessingTest, RetryAfterIsHonest) {
  guess_until_refused("ada@example.com", 200);
  const auto refused = attempt("ada@example.com", kPassword, {.address = "10.9.9.9"});
  clock_.advance(std::chrono::seconds(seconds_to_wait(refused) - 1));
  EXPECT_EQ(attempt("ada@example.com", kPassword, {.address = "10.9.9.9"}).status(), 429);
  clock_.advance(std::chrono::seconds(1));
  EXPECT_EQ(attempt("ada@example.com", kPassword, {.address = "10.9.9.9"}).status(), 200);
}

TEST_F(GuessingTest, TheOwnersBrowserStillSignsIn) {
  const auto device = device_of(sign_in("ada@example.com", kPassword));
  ASSERT_FALSE(device.empty());
  guess_until_refused("ada@example.com", 200);
  EXPECT_EQ(attempt("ada@example.com", kPassword, {.address = "10.9.9.9", .cookies = device}).status(), 200);
}

TEST_F(GuessingTest, ABrowserIsKnownToItsOwnAccountAlone) {
  add_user("mallory@example.com");
  const auto device = device_of(sign_in("mallory@example.com", kPassword));
  guess_until_refused("ada@example.com", 200);
  EXPECT_EQ(attempt("ada@example.com", kWrong, {.address = "10.9.9.9", .cookies = device}).status(), 429);
}

TEST_F(GuessingTest, AStolenBrowserIsLimitedToo) {
  const auto device = device_of(sign_in("ada@example.com", kPassword));
  int looked_at = 0;
  while (attempt("ada@example.com", kWrong, {.address = address(looked_at), .cookies = device}).status() ==
         401)
    ++looked_at;
  EXPECT_EQ(looked_at, 20);
  EXPECT_EQ(attempt("ada@example.com", kPassword, {.address = "10.9.9.9"}).status(), 200);
}

TEST_F(GuessingTest, MistypingInAKnownBrowserIsForgottenOnceSignedIn) {
  const auto device = device_of(sign_in("ada@example.com", kPassword));
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 19; ++i)
      ASSERT_EQ(attempt("ada@example.com", kWrong, {.cookies = device}).status(), 401);
    ASSERT_EQ(attempt("ada@example.com", kPassword, {.cookies = device}).status(), 200);
  }
}

TEST_F(GuessingTest, ANewPasswordByMailLetsItsBrowserIn) {
  guess_until_refused("ada@example.com", 200);
  ask_reset("ada@example.com");
  const auto done = reset(mailed_token("reset_password"), kNewPassword);
  ASSERT_EQ(done.status(), 204);
  EXPECT_EQ(attempt("ada@example.com", kNewPassword, {.address = "10.9.9.9"}).status(), 429);
  EXPECT_EQ(
      attempt("ada@example.com", kNewPassword, {.address = "10.9.9.9", .cookies = device_of(done)}).status(),
      200);
}

TEST_F(GuessingTest, SprayingFromOneAddressIsStopped) {
  int looked_at = 0;
  while (attempt("user" + std::to_string(looked_at) + "@example.com", kWrong, {}).status() == 401)
    ++looked_at;
  EXPECT_EQ(looked_at, 20);
  clock_.advance(std::chrono::minutes(1));
  EXPECT_EQ(attempt("ada@example.com", kPassword, {}).status(), 200);
}

TEST_F(GuessingTest, SigningInToAnOwnAccountInBetweenHelpsNobody) {
  add_user("mallory@example.com");
  int looked_at = 0;
  while (attempt("user" + std::to_string(looked_at) + "@example.com", kWrong, {}).status() == 401) {
    ++looked_at;
    attempt("mallory@example.com", kPassword, {});
  }
  EXPECT_EQ(looked_at, 20);
}

TEST_F(GuessingTest, OneNetworkOfIpv6IsOneAddress) {
  int looked_at = 0;
  while (attempt("user" + std::to_string(looked_at) + "@example.com", kWrong,
                 {.address = "2001:db8:0:1::" + std::to_string(looked_at)})
             .status() == 401)
    ++looked_at;
  EXPECT_EQ(looked_at, 20);
  // Another /64 goes on until the /48 is full.
  while (looked_at < 1000 && attempt("user" + std::to_string(looked_at) + "@example.com", kWrong,
                                     {.address = "2001:db8:0:" + std::to_string(2 + looked_at) + "::1"})
                                     .status() == 401)
    ++looked_at;
  EXPECT_EQ(looked_at, 200);
}

TEST_F(GuessingTest, UnknownAddressesCountAndAnswerAlike) {
  guess_until_refused("ada@example.com", 200);
  EXPECT_EQ(guess_until_refused("nobody@example.com", 200, 1000), 50);
  const auto known = attempt("ada@example.com", kWrong, {.address = "10.9.9.9"});
  const auto unknown = attempt("nobody@example.com", kWrong, {.address = "10.9.9.9"});
  EXPECT_EQ(known.response.body, unknown.response.body);
  EXPECT_EQ(known.response.headers.size(), unknown.response.headers.size());
}

TEST_F(GuessingTest, SpellingsOfTheAddressShareTheCount) {
  const std::vector<std::string> spellings = {"ada@example.com", "ADA@example.com", " ada@EXAMPLE.com ",
                                              "Ada@Example.Com"};
  int looked_at = 0;
  while (attempt(spellings[std::size_t(looked_at) % 4], kWrong, {.address = address(looked_at)}).status() ==
         401)
    ++looked_at;
  EXPECT_EQ(looked_at, 50);
}

TEST_F(GuessingTest, EveryDoorSharesTheCount) {
  const auto session = signed_in("ada@example.com");
  const boost::json::object change = {{"currentPassword", kWrong}, {"newPassword", kNewPassword}};
  const boost::json::object move = {{"email", "new@example.com"}, {"password", kWrong}};
  int looked_at = 0;
  for (bool refused = false; !refused; ++looked_at) {
    const auto answer = looked_at % 3 == 0   ? post("/api/v1/me/password", change, session)
                        : looked_at % 3 == 1 ? post("/api/v1/me/email", move, session)
                                             : sign_in("ada@example.com", kWrong);
    refused = answer.status() == 429;
  }
  EXPECT_EQ(looked_at - 1, 20);  // one address
  EXPECT_EQ(post("/api/v1/me/password", change, session).status(), 429);
  EXPECT_EQ(post("/api/v1/me/email", move, session).status(), 429);
  EXPECT_EQ(sign_in("ada@example.com", kPassword).status(), 429);
}

TEST_F(GuessingTest, ARestartGivesNoFreshAllowance) {
  guess_until_refused("ada@example.com", 200);
  guess_until_refused("nobody@example.com", 200, 1000);
  restart();
  EXPECT_EQ(attempt("ada@example.com", kWrong, {.address = "10.9.9.9"}).status(), 429);
  EXPECT_EQ(attempt("nobody@example.com", kWrong, {.address = "10.9.9.9"}).status(), 429);
}

TEST_F(GuessingTest, RefusedGuessesLeaveOneRowAMinute) {
  for (int i = 0; i < 20; ++i) attempt("user" + std::to_string(i) + "@example.com", kWrong, {});
  const auto work = application_->background_work();
  const auto note = [&] {
    for (const auto& one : work) one();
  };
  for (int minute = 0; minute < 3; ++minute) {
    for (int i = 0; i < 50; ++i) EXPECT_EQ(attempt("nobody@example.com", kWrong, {}).status(), 429);
    note();
    note();
    clock_.advance(std::chrono::seconds(61));
    attempt("nobody@example.com", kWrong, {});  // the one that has come to fit again
  }
  const auto log = local(Method::get, "/api/v1/audit-events?limit=500");
  std::vector<std::string> counts;
  for (const auto& event : log.json.at("items").as_array()) {
    if (event.at("action").as_string() == "password.guesses_refused")
      counts.emplace_back(event.at("target").as_string());
  }
  EXPECT_EQ(counts, (std::vector<std::string>{"50", "50", "50"}));
  EXPECT_EQ(log.json.at("items").as_array()[1].at("clientAddress").as_string(), "127.0.0.1");
}

TEST_F(GuessingTest, TheOwnerIsToldOnceADay) {
  guess_until_refused("ada@example.com", 200);
  EXPECT_EQ(outbox("account_locked").size(), 1U);
  for (int i = 0; i < 75; ++i) {  // a day and a half
    clock_.advance(guess_rules::kAccount.refill);
    attempt("ada@example.com", kWrong, {.address = address(i)});
  }
  const auto mails = outbox("account_locked");
  EXPECT_EQ(mails.size(), 2U);
  EXPECT_EQ(mails.front().to, "ada@example.com");
  EXPECT_NE(mails.front().text.find("https://auth.example.com/reset-password"), std::string::npos);
}

TEST_F(GuessingTest, NobodyElseIsMailedAbout) {
  local(Method::post, "/api/v1/users/" + user_ + "/disable");
  guess_until_refused("ada@example.com", 200);
  guess_until_refused("nobody@example.com", 200, 1000);
  EXPECT_TRUE(outbox("account_locked").empty());
}

}  // namespace
}  // namespace gatehouse::server
