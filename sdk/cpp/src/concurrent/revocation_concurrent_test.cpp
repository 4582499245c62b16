// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "sdk/cpp/src/live_link/revocation_set.h"

namespace gatehouse::sdk {
namespace {

constexpr std::int64_t kNow = 1'795'428'900;

TEST(RevocationSetConcurrently, NothingRevokedIsMissedWhileTheTableGrows) {
  SystemRandom random;
  RevocationSet set(random);
  const auto session = [](int i) { return "s" + std::to_string(i); };
  std::atomic<int> revoked = 0, missed = 0;
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int n = 0; n < 3; ++n) {
    readers.emplace_back([&, n] {
      for (int i = n; !done; i += 7) {
        const int known = revoked;
        if (known == 0) continue;
        const auto mark = set.mark(session(i % known), "u", 0, from_unix_seconds(kNow));
        if (!set.revokes(mark)) ++missed;
      }
    });
  }
  for (int i = 0; i < 20'000; ++i) {
    set.add({.id = session(i), .position = i + 1, .happened = kNow, .expires = kNow + 900}, kNow);
    revoked = i + 1;
    if (i % 5000 == 0) set.forget_expired(kNow);
  }
  done = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(missed, 0);
}

/// Asks on several threads for tokens that are revoked, while `change` does what must let none of them pass.
template <class Change>
void expect_none_passes(RevocationSet& set, const Change& change) {
  set.add({.id = "s", .position = 5, .happened = kNow, .expires = kNow + 900}, kNow);
  set.bar_all(3, kNow);
  std::atomic<int> passed = 0;
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int n = 0; n < 3; ++n) {
    readers.emplace_back([&] {
      const auto by_session = set.mark("s", "u", 4, from_unix_seconds(kNow));
      const auto by_epoch = set.mark("t", "u", 2, from_unix_seconds(kNow));
      while (!done) passed += set.revokes(by_session) && set.revokes(by_epoch) ? 0 : 1;
    });
  }
  change();
  done = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(passed, 0);
}

TEST(RevocationSetConcurrently, NothingRevokedPassesWhileItStartsOver) {
  SystemRandom random;
  RevocationSet set(random);
  expect_none_passes(set, [&] {
    for (int i = 0; i < 2000; ++i) set.start_over(kNow);
  });
}

TEST(RevocationSetConcurrently, NothingRevokedPassesWhileItBecomesOneBar) {
  SystemRandom random;
  for (int round = 0; round < 50; ++round) {
    RevocationSet set(random, 40);
    expect_none_passes(set, [&] {
      for (int i = 0; i < 60; ++i) {
        const auto id = std::to_string(i);
        set.add({.id = id, .position = 5, .happened = kNow, .expires = kNow + 900}, kNow);
      }
    });
  }
}

}  // namespace
}  // namespace gatehouse::sdk
