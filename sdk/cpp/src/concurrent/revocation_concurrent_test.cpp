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

}  // namespace
}  // namespace gatehouse::sdk
