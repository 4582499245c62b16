// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <thread>

#include "core/base/time_text.h"
#include "core/crypto/solve_proof_test.h"
#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

/// Spraying, and what strangers are asked while it lasts: PW-05, PO-01, PO-02.
class SignInChallengeTest : public PlatformTest {
 protected:
  static constexpr const char* kWrong = "a wrong password of some length";
  static constexpr const char* kAda = "ada@example.com";

  SignInChallengeTest() { add_user(kAda); }

  struct From {
    std::string address = "192.0.2.7";
    std::string cookies = {};
    std::string solution = {};
  };
  Answer attempt(const std::string& email, const std::string& password, const From& from) {
    boost::json::object body{{"email", email}, {"password", password}};
    if (!from.solution.empty()) body["challengeSolution"] = from.solution;
    auto request = make_request(Method::post, "/api/v1/sign-in", boost::json::serialize(body));
    request.client_address = from.address;
    if (!from.cookies.empty()) request.headers.add("Cookie", from.cookies);
    return send(std::move(request));
  }
  /// One password over many accounts, from a thousand addresses in turn. How many were looked at.
  int spray(std::chrono::milliseconds apart) {
    for (int n = 0; n < 10'000; ++n) {
      const auto address = "10.0." + std::to_string(n % 1000 / 250) + "." + std::to_string(n % 250);
      if (attempt("user" + std::to_string(n) + "@example.com", kWrong, {.address = address}).status() != 401)
        return n;
      clock_.advance(apart);
    }
    return 10'000;
  }
  static std::string solve(const Answer& answer) {
    const auto& challenge = answer.json.at("challenge");
    return crypto::solve_proof(std::string(challenge.at("task").as_string()),
                               int(challenge.at("bits").as_int64()));
  }
  static std::string device_of(const Answer& answer) {
    for (const auto& [name, value] : answer.response.headers) {
      const std::string_view text(value);
      if (text.starts_with("__Host-gatehouse_device=")) return std::string(text.substr(0, text.find(';')));
    }
    return "";
  }
  std::int64_t rows_of(const std::string& action) {
    const auto log = local(Method::get, "/api/v1/audit-events?limit=500");
    std::int64_t sum = 0;
    for (const auto& event : log.json.at("items").as_array())
      if (event.at("action").as_string() == action)
        sum += std::stoll(std::string(event.at("target").as_string()));
    return sum;
  }
};

// PW-05
TEST_F(SignInChallengeTest, SprayingFromAThousandAddressesRaisesTheChallengeWithinAMinute) {
  const auto begin = clock_.now();
  EXPECT_LT(spray(std::chrono::milliseconds(200)), 300);
  EXPECT_LE(clock_.now() - begin, std::chrono::seconds(60));
  const auto asked = attempt("user1@example.com", kWrong, {});
  EXPECT_EQ(asked.status(), 403);
  EXPECT_EQ(asked.code(), "challenge_required");
  EXPECT_EQ(asked.response.headers.find("Content-Type"), "application/problem+json");
  const auto& challenge = asked.json.at("challenge");
  EXPECT_EQ(challenge.at("type").as_string(), "proof-of-work");
  EXPECT_EQ(challenge.at("algorithm").as_string(), "SHA-256");
  EXPECT_EQ(challenge.at("puzzles").as_int64(), 32);
  EXPECT_EQ(challenge.at("bits").as_int64(), 15);
  EXPECT_EQ(challenge.at("expiresAt").as_string(), to_rfc3339(clock_.now() + std::chrono::minutes(5)));
}

TEST_F(SignInChallengeTest, CalmNeverAsks) {
  for (int n = 0; n < 300; ++n) {
    const auto address = "10.0.0." + std::to_string(n % 250);
    ASSERT_EQ(attempt("user" + std::to_string(n) + "@example.com", kWrong, {.address = address}).status(),
              401);
    clock_.advance(std::chrono::seconds(6));
  }
  EXPECT_EQ(attempt(kAda, kPassword, {}).status(), 200);
}

TEST_F(SignInChallengeTest, WhoSolvesIsLookedAtOnce) {
  spray(std::chrono::milliseconds(0));
  const auto asked = attempt(kAda, kPassword, {});
  ASSERT_EQ(asked.status(), 403);
  EXPECT_FALSE(asked.response.headers.find("Set-Cookie"));

  const auto first = solve(asked);
  EXPECT_EQ(attempt("eve@example.com", kPassword, {.solution = first}).status(), 403);
  EXPECT_EQ(attempt(" ADA@example.com ", kPassword, {.solution = first}).status(), 200);
  const auto again = attempt(kAda, kPassword, {.solution = first});
  EXPECT_EQ(again.status(), 403);
  EXPECT_NE(again.json.at("challenge").at("task"), asked.json.at("challenge").at("task"));
  EXPECT_EQ(attempt(kAda, kWrong, {.solution = solve(again)}).status(), 401);
  EXPECT_EQ(attempt(kAda, kPassword, {.solution = "not a solution"}).status(), 403);
  EXPECT_EQ(attempt(kAda, kPassword, {.solution = std::string(301, 'A')}).status(), 422);
}

TEST_F(SignInChallengeTest, AKnownBrowserIsNotAsked) {
  const auto device = device_of(attempt(kAda, kPassword, {}));
  ASSERT_FALSE(device.empty());
  spray(std::chrono::milliseconds(0));
  EXPECT_EQ(attempt(kAda, kWrong, {.cookies = device}).status(), 401);
  EXPECT_EQ(attempt(kAda, kPassword, {.cookies = device}).status(), 200);
  EXPECT_EQ(attempt("user1@example.com", kPassword, {.cookies = device}).status(), 403);
}

TEST_F(SignInChallengeTest, KnownAndUnknownAddressesAnswerAlike) {
  spray(std::chrono::milliseconds(0));
  const auto known = attempt(kAda, kPassword, {});
  const auto unknown = attempt("nobody@example.com", kPassword, {});
  EXPECT_EQ(known.status(), unknown.status());
  EXPECT_EQ(known.response.body.size(), unknown.response.body.size());
  EXPECT_EQ(known.text("detail"), unknown.text("detail"));
  ASSERT_EQ(known.response.headers.size(), unknown.response.headers.size());
  for (const auto& field : known.response.headers)
    EXPECT_EQ(unknown.response.headers.find(field.name), field.value) << field.name;
}

TEST_F(SignInChallengeTest, TheLimitsStillCount) {
  for (int i = 0; i < 20; ++i) attempt("user" + std::to_string(i) + "@example.com", kWrong, {});
  spray(std::chrono::milliseconds(0));
  EXPECT_EQ(attempt(kAda, kPassword, {}).status(), 429);
  for (int i = 0; i < 100; ++i)  // asked, not looked at: nothing is used up
    EXPECT_EQ(attempt(kAda, kPassword, {.address = "192.0.2.8"}).status(), 403);
}

TEST_F(SignInChallengeTest, TheAlarmEndsWithinAMinute) {
  spray(std::chrono::milliseconds(0));
  EXPECT_EQ(attempt(kAda, kPassword, {}).status(), 403);
  clock_.advance(std::chrono::seconds(60));
  EXPECT_EQ(attempt(kAda, kPassword, {}).status(), 200);
}

// PO-01: R(50)
TEST_F(SignInChallengeTest, OneOfFiftyGetsIn) {
  spray(std::chrono::milliseconds(0));
  const auto solution = solve(attempt(kAda, kPassword, {}));
  std::atomic<int> let_in{0}, asked{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 50; ++i) {
    threads.emplace_back([&, i] {
      const auto status =
          attempt(kAda, kPassword, {.address = "192.0.2." + std::to_string(i), .solution = solution})
              .status();
      if (status == 200) ++let_in;
      if (status == 403) ++asked;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(let_in, 1);
  EXPECT_EQ(asked, 49);
}

TEST_F(SignInChallengeTest, AreCountedEverywhereInOneRowAMinute) {
  spray(std::chrono::milliseconds(0));
  for (int i = 0; i < 50; ++i) attempt(kAda, kPassword, {});
  const auto solution = solve(attempt(kAda, kPassword, {}));
  ASSERT_EQ(attempt(kAda, kPassword, {.solution = solution}).status(), 200);
  const auto metrics = application_->metrics();
  EXPECT_NE(metrics.find("gatehouse_challenges_asked_total 52\n"), metrics.npos) << metrics;
  EXPECT_NE(metrics.find("gatehouse_challenges_solved_total 1\n"), metrics.npos);
  EXPECT_NE(metrics.find("gatehouse_challenge_hashes 1048576\n"), metrics.npos);
  const auto before = local(Method::get, "/api/v1/audit-events?limit=500").json.at("items").as_array().size();
  for (int round = 0; round < 2; ++round)
    for (const auto& work : application_->background_work()) work();
  EXPECT_EQ(local(Method::get, "/api/v1/audit-events?limit=500").json.at("items").as_array().size(),
            before + 2);
  EXPECT_EQ(rows_of("sign_in.challenges_asked"), 52);
  EXPECT_EQ(rows_of("sign_in.challenges_solved"), 1);
  const auto counted = local(Method::get, "/api/v1/statistics");
  EXPECT_EQ(counted.json.at("challenges").as_int64(), 52);
  EXPECT_EQ(counted.json.at("hours").as_array().back().at("challenges").as_int64(), 52);
}

TEST_F(SignInChallengeTest, IsDescribed) {
  const auto api = call("", Method::get, "/api/v1/openapi.json").json;
  const auto& sign_in = api.at("paths").at("/api/v1/sign-in").at("post");
  const auto& body = sign_in.at("requestBody").at("content").at("application/json").at("schema");
  EXPECT_TRUE(body.at("properties").as_object().contains("challengeSolution"));
  EXPECT_TRUE(
      api.at("components").at("schemas").at("Problem").at("properties").as_object().contains("challenge"));
}

}  // namespace
}  // namespace gatehouse::server
