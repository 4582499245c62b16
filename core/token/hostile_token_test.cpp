// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <cstdint>
#include <ctime>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/base64url.h"
#include "core/token/app_token_signer.h"
#include "core/token/app_token_verifier.h"
#include "core/token/unverified_token.h"

namespace gatehouse::token {
namespace {

const SecretString kHeldSecret("b7d1f0e4c2a95836b7d1f0e4c2a95836");
const SecretString kNextSecret("9be2047fd1c86a35e09d7f24b6c1835a");

class HostileToken : public testing::Test {
 protected:
  static Time now() { return from_unix_seconds(1'795'428'900); }
  static std::string sign(const SecretString& secret) {
    FixedRandom random;
    return sign_app_token(SigningKey::hs256(secret),
                          {.issuer = "https://auth.example.com",
                           .user_id = "usr_1",
                           .app_id = "orders",
                           .email = "ada@example.com",
                           .issued_at = now(),
                           .lifetime = std::chrono::minutes(15),
                           .roles = {"clerk"},
                           .permissions = {"orders:read"}},
                          random);
  }
  FixedClock clock{now()};
  AppTokenVerifier verifier{{.app_id = "orders", .issuer = IssuerRule::require("https://auth.example.com")},
                            KeyRing::from_secrets({kHeldSecret, kNextSecret}),
                            clock};
};

// Of all texts near a token, only the token itself passes: 100,000 changes, none accepted.
TEST_F(HostileToken, HasOneAcceptedSpelling) {
  const auto good = sign(kHeldSecret);
  ASSERT_TRUE(verifier.verify(good));
  std::uint64_t state = 1;  // a linear congruence: repeatable on purpose
  const auto below = [&state](std::size_t bound) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return std::size_t(state >> 33) % bound;
  };
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n";
  int accepted = 0;
  int tried = 0;
  while (tried < 100'000) {
    auto text = good;
    for (auto changes = 1 + below(3); changes > 0; --changes) {
      const auto at = below(text.size());
      switch (below(5)) {
        case 0:
          text[at] = kAlphabet[below(kAlphabet.size())];
          break;
        case 1:
          text[at] = char(below(256));
          break;
        case 2:
          text.insert(at, 1, kAlphabet[below(kAlphabet.size())]);
          break;
        case 3:
          text.erase(at, 1 + below(3));
          break;
        default:
          std::swap(text[at], text[below(text.size())]);
      }
    }
    if (text == good) continue;
    ++tried;
    if (verifier.verify(text)) ++accepted;
  }
  EXPECT_EQ(accepted, 0);
}

TEST_F(HostileToken, EveryBitCounts) {
  const auto good = sign(kHeldSecret);
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    auto text = good;
    text[bit / 8] = char(text[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(verifier.verify(text)) << bit;
  }
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(verifier.verify(std::string_view(good).substr(0, size))) << size;
  }
}

TEST_F(HostileToken, NulInsideIsRefused) {
  auto text = sign(kHeldSecret);
  text[text.size() - 5] = '\0';
  EXPECT_EQ(verifier.verify(text).error(), TokenError::invalid_base64url);
}

// Each of these costs a bounded, small time: no bomb, no deep stack, no quadratic search before the
// signature.
TEST_F(HostileToken, IsRefusedQuickly) {
  const auto part = [](const std::string& text) { return encode_base64url(as_bytes(text)); };
  std::string many = "{\"alg\":\"HS256\"";
  for (int i = 0; i < 700; ++i) many += ",\"x" + std::to_string(i) + "\":1";
  const std::string hostile[] = {std::string(1 << 20, 'A'),
                                 std::string(8000, '.'),
                                 part(std::string(5000, '[')) + ".AAAA.AAAA",
                                 part("{\"a\":" + std::string(5000, '[')) + ".AAAA.AAAA",
                                 part(many + '}') + ".AAAA.AAAA",
                                 part(std::string(6000, ' ')) + ".AAAA.AAAA",
                                 part("{\"alg\":\"PBES2-HS256+A128KW\",\"p2c\":2147483648}") + ".A.A.A.A"};
  for (const auto& text : hostile) {
    const auto before = std::clock();
    for (int i = 0; i < 100; ++i) EXPECT_FALSE(verifier.verify(text));
    const auto seconds = double(std::clock() - before) / CLOCKS_PER_SEC;
    EXPECT_LT(seconds / 100, 0.005) << text.substr(0, 40);
  }
}

// MI-07, KE-02: rings come and go while threads verify; what a ring of the moment holds never fails.
TEST_F(HostileToken, KeysAreSwappedWhileThreadsVerify) {
  const auto current = sign(kHeldSecret);
  const auto retired = sign(SecretString("a secret that is in none of the rings"));
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  std::atomic<int> verified = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      while (!done) {
        if (!verifier.verify(current) || verifier.verify(retired)) ++wrong;
        ++verified;
      }
    });
  }
  for (int i = 0; i < 200; ++i) {
    verifier.set_keys(i % 2 == 0 ? KeyRing::from_secrets({kHeldSecret})
                                 : KeyRing::from_secrets({kNextSecret, kHeldSecret}));
    clock.advance(std::chrono::milliseconds(1));
    std::this_thread::yield();
  }
  while (verified < 100) std::this_thread::yield();
  done = true;
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST_F(HostileToken, PublicKeysServeManyThreads) {
  const auto private_key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const auto signature = private_key.sign(as_bytes("message"));
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 50; ++j) {
        if (!private_key.public_key().verify(as_bytes("message"), signature)) ++wrong;
        if (private_key.public_key().verify(as_bytes("massage"), signature)) ++wrong;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST(UnverifiedToken, CanBeLookedAt) {
  const auto token =
      UnverifiedToken::parse(SigningKey::hs256(kHeldSecret).sign("JWT", R"({"iss":"https://a.example"})"));
  ASSERT_TRUE(token);
  EXPECT_EQ(token->unverified_header().find("alg")->as_string(), "HS256");
  EXPECT_EQ(token->unverified_claims().find("iss")->as_string(), "https://a.example");
  EXPECT_EQ(UnverifiedToken::parse("a.b").error(), TokenError::malformed_token);
  EXPECT_EQ(UnverifiedToken::parse("AA.AA.").error(), TokenError::invalid_json);
}

}  // namespace
}  // namespace gatehouse::token
