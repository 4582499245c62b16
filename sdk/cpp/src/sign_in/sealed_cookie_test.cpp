// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/sealed_cookie.h"

#include <gtest/gtest.h>

namespace gatehouse::sdk {
namespace {

using namespace std::chrono_literals;

class SealedCookieTest : public testing::Test {
 protected:
  [[nodiscard]] CookieSealer sealer(std::vector<std::string> secrets, std::string app = "orders") {
    std::vector<SecretString> keys;
    for (auto& secret : secrets) keys.emplace_back(std::move(secret));
    return {keys, std::move(app), clock_, random_, http::SetCookie::Transport::https};
  }
  /// The request that a browser would send after this Set-Cookie.
  static http::Request carrying(const std::string& header, const std::string& name = "flow") {
    const auto from = header.find('=') + 1;
    http::Request request;
    request.headers.add("Cookie", name + "=" + header.substr(from, header.find(';') - from));
    return request;
  }
  FixedClock clock_{from_unix_seconds(1'000'000)};
  FixedRandom random_;
};

TEST_F(SealedCookieTest, OpensWhatItSealed) {
  const auto seal = sealer({"secret-a"});
  const auto header = seal.seal("flow", {{"state", "x"}}, 600s, 600s);
  EXPECT_EQ(seal.open(carrying(header), "flow"), Json({{"state", "x"}}));
  EXPECT_NE(header.find("; Path=/; Max-Age=600; SameSite=Lax; HttpOnly; Secure"), header.npos);
  EXPECT_EQ(header.find("state"), header.npos);
}

TEST_F(SealedCookieTest, NameAppAndSecretAreBoundIn) {
  const auto header = sealer({"secret-a"}).seal("flow", {{"state", "x"}}, 600s, {});
  EXPECT_EQ(sealer({"secret-a"}).open(carrying(header, "refresh"), "refresh"), std::nullopt);
  EXPECT_EQ(sealer({"secret-a"}, "other").open(carrying(header), "flow"), std::nullopt);
  EXPECT_EQ(sealer({"secret-b"}).open(carrying(header), "flow"), std::nullopt);
  EXPECT_NE(sealer({"secret-b", "secret-a"}).open(carrying(header), "flow"), std::nullopt);
}

TEST_F(SealedCookieTest, EndsWithItsLife) {
  const auto seal = sealer({"secret-a"});
  const auto request = carrying(seal.seal("flow", {{"state", "x"}}, 600s, {}));
  clock_.advance(599s);
  EXPECT_NE(seal.open(request, "flow"), std::nullopt);
  clock_.advance(1s);
  EXPECT_EQ(seal.open(request, "flow"), std::nullopt);
}

TEST_F(SealedCookieTest, EveryChangedCharacterIsRefused) {
  const auto seal = sealer({"secret-a"});
  const auto header = seal.seal("flow", {{"state", "x"}}, 600s, {});
  const auto from = header.find('=') + 1, to = header.find(';');
  for (auto at = from; at < to; ++at) {
    auto changed = header;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_EQ(seal.open(carrying(changed), "flow"), std::nullopt);
  }
  for (auto length = from; length < to; ++length) {
    EXPECT_EQ(seal.open(carrying(header.substr(0, length) + ";"), "flow"), std::nullopt);
  }
}

TEST_F(SealedCookieTest, CookieThatStandsTwiceIsRefused) {
  const auto seal = sealer({"secret-a"});
  auto request = carrying(seal.seal("flow", {{"state", "x"}}, 600s, {}));
  request.headers.add("Cookie", "flow=x");
  EXPECT_EQ(seal.open(request, "flow"), std::nullopt);
}

}  // namespace
}  // namespace gatehouse::sdk
