// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/token_cache.h"

#include <gtest/gtest.h>

namespace gatehouse::sdk {
namespace {

using namespace std::chrono_literals;

constexpr auto kNow = from_unix_seconds(1'000'000);

std::shared_ptr<const VerifiedToken> token_of(const std::string& user) {
  return std::make_shared<const VerifiedToken>(VerifiedToken{{.id = user}, kNow, kNow + 900s});
}

TEST(TokenCache, RemembersTheVeryToken) {
  TokenCache cache;
  cache.keep("head.payload.signature", token_of("u1"), kNow);
  EXPECT_EQ(cache.find("head.payload.signature", kNow)->user.id, "u1");
  for (const auto* twin : {"head.payload.signaturf", "head.payloae.signature", "hea.payload.signature",
                           "signature", ".signature", "head.payload.signature.", ""}) {
    EXPECT_EQ(cache.find(twin, kNow), nullptr) << twin;
  }
}

TEST(TokenCache, ForgetsAtTheSecondOfTheEnd) {
  TokenCache cache;
  cache.keep("a.b.c", token_of("u1"), kNow);
  EXPECT_NE(cache.find("a.b.c", kNow + 899'999ms), nullptr);
  EXPECT_EQ(cache.find("a.b.c", kNow + 900s), nullptr);
}

TEST(TokenCache, ClockThatWentBackIsNoReasonToTrust) {
  TokenCache cache;
  cache.keep("a.b.c", token_of("u1"), kNow);
  EXPECT_EQ(cache.find("a.b.c", kNow - 1ms), nullptr);
}

TEST(TokenCache, ManyTokensTakeTheirPlacesFromEachOther) {
  TokenCache cache;
  int found = 0;
  for (int i = 0; i < 100'000; ++i) {
    const auto text = "a.b.signature-" + std::to_string(i);
    cache.keep(text, token_of(std::to_string(i)), kNow);
    EXPECT_EQ(cache.find(text, kNow)->user.id, std::to_string(i));
  }
  for (int i = 0; i < 100'000; ++i)
    found += cache.find("a.b.signature-" + std::to_string(i), kNow) != nullptr;
  EXPECT_GT(found, 4000);
  EXPECT_LE(found, 8192);
}

TEST(TokenCache, LongTokensAreNotKept) {
  TokenCache cache;
  const auto text = "a." + std::string(3000, 'b') + ".c";
  cache.keep(text, token_of("u1"), kNow);
  EXPECT_EQ(cache.find(text, kNow), nullptr);
}

}  // namespace
}  // namespace gatehouse::sdk
