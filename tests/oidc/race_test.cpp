// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <barrier>
#include <mutex>
#include <set>
#include <thread>

#include "tests/oidc/provider.h"

namespace gatehouse::server {
namespace {

constexpr int kThreads = 50;

/// Runs `act` in all threads at once.
void run_together(const std::function<void()>& act) {
  std::barrier start(kThreads);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      start.arrive_and_wait();
      act();
    });
  }
  for (auto& thread : threads) thread.join();
}

class RaceTest : public OidcTest {};

// OA-08
TEST_F(RaceTest, OneCodeGivesTokensAtMostOnce) {
  for (int round = 0; round < 5; ++round) {
    const auto request = provider_.code_request(provider_.make_code(cookie_));
    std::atomic<int> good = 0, bad = 0;
    run_together([&] {
      const auto response = provider_.post("/oauth2/token", request);
      (response.status == 200 ? good : bad)++;
      EXPECT_TRUE(response.status == 200 || text_of(json_of(response), "error") == "invalid_grant");
    });
    EXPECT_EQ(good, 1);
    EXPECT_EQ(bad, kThreads - 1);
  }
}

// OA-14
TEST_F(RaceTest, OneRefreshTokenHasOneSuccessor) {
  auto token = text_of(provider_.make_tokens(cookie_), "refresh_token");
  for (int round = 0; round < 5; ++round) {
    std::mutex mutex;
    std::set<std::string> successors;
    run_together([&] {
      const auto response = provider_.post("/oauth2/token", provider_.refresh_request(token));
      EXPECT_EQ(response.status, 200) << response.body;
      const std::lock_guard lock(mutex);
      successors.insert(text_of(json_of(response), "refresh_token"));
    });
    ASSERT_EQ(successors.size(), 1U);
    token = *successors.begin();
  }
  const auto unused = provider_.database->read([](sql::Connection& connection) {
    return connection.query("select count(*) from refresh_tokens where used_at is null").first().get<int>(0);
  });
  EXPECT_EQ(unused, 1);
}

TEST_F(RaceTest, FirstKeysAreMadeOnceForAll) {
  PlatformKeys keys(provider_.clock, provider_.random, provider_.sealing_key, *provider_.database);
  std::mutex mutex;
  std::set<std::string> kids;
  run_together([&] {
    const auto key = keys.signing_key(PlatformKeys::Purpose::identity, crypto::KeyKind::p256);
    const std::lock_guard lock(mutex);
    kids.insert(key->kid());
  });
  EXPECT_EQ(kids.size(), 1U);
}

}  // namespace
}  // namespace gatehouse::server
