// SPDX-License-Identifier: Apache-2.0
//
// A whole app whose tokens are signed by keys that the platform publishes, instead of by the shared secret.
#include <mutex>

#include <gtest/gtest.h>

#include "core/base/base64url.h"
#include "core/crypto/hmac.h"
#include "core/token/app_token_signer.h"
#include "core/token/signing_key.h"
#include "gatehouse/app.h"
#include "sdk/cpp/src/sign_in/testing/fake_platform.h"

namespace gatehouse::sdk {
namespace {

using namespace std::chrono_literals;
using testing::FakePlatform;

constexpr const char* kSecret = "8f3c1d90b7a24e65c1d2f0a9e8b76543";

struct PlatformKey {
  explicit PlatformKey(crypto::KeyKind kind) : PlatformKey(crypto::PrivateKey::generate(kind)) {}
  explicit PlatformKey(crypto::PrivateKey key)
      : open(key.public_key()), signer(token::SigningKey::asymmetric(std::move(key))) {}
  crypto::PublicKey open;
  token::SigningKey signer;
};

class PlatformKeysTest : public ::testing::TestWithParam<crypto::KeyKind> {
 protected:
  PlatformKeysTest()
      : app_(create_app({.schema = AppSchema::from_text(R"({"id":"orders"})"),
                         .secret_key = kSecret,
                         .platform_url = platform_.url,
                         .base_url = "http://localhost:3000",
                         .state_dir = "none",
                         .on_event = [this](const AppEvent& event) { note(event.code); },
                         .clock = [this] { return clock_.now(); }})) {
    app_.get("/whoami", [](Request& req, Response& res) { res.text(req.user().id); });
    app_.start();
    platform_.transmitter.wait_for_poll();
    publish(first_);
    accept({algorithm()});
  }

  void publish(const PlatformKey& key) {
    platform_.transmitter.wait_for_ack(platform_.transmitter.publish(key.open));
  }
  void accept(const std::vector<std::string>& algorithms) {
    platform_.transmitter.wait_for_ack(platform_.transmitter.set_policy(Json::object(
        {{"version", ++version_}, {"algorithms", Json(algorithms)}, {"role_permissions", Json::object()}})));
  }
  [[nodiscard]] static std::string algorithm() {
    return std::string(token::to_text(token::algorithm_of(GetParam())));
  }
  [[nodiscard]] std::string claims() const {
    return Json{{"iss", platform_.url},
                {"aud", "orders"},
                {"sub", "u1"},
                {"iat", to_unix_seconds(clock_.now())},
                {"exp", to_unix_seconds(clock_.now()) + 900},
                {"pos", kPosition}}
        .to_text();
  }
  [[nodiscard]] std::string sign(const token::SigningKey& key) const {
    return key.sign(token::token_type::kAppToken, claims());
  }
  /// A token that says so in its header, with an HMAC by whatever an attacker may take for the key.
  [[nodiscard]] std::string forge(const std::string& kid, const std::string& mac_key) const {
    const auto header = Json::object({{"alg", "HS256"}, {"typ", "at+jwt"}, {"kid", kid}}).to_text();
    auto text = encode_base64url(as_bytes(header)) + '.' + encode_base64url(as_bytes(claims()));
    const auto mac = crypto::HmacSha256Key(as_bytes(mac_key)).compute(as_bytes(text));
    return text + '.' + encode_base64url(mac);
  }
  int ask(const std::string& token) {
    return app_.handle({.target = "/whoami", .headers = {{"Authorization", "Bearer " + token}}}).status;
  }
  void note(const std::string& code) {
    const std::lock_guard lock(mutex_);
    last_code_ = code;
  }
  std::string last_code() {
    const std::lock_guard lock(mutex_);
    return last_code_;
  }

  static constexpr std::int64_t kPosition = 1000;
  FixedClock clock_{from_unix_seconds(1'795'428'900)};
  FakePlatform platform_{clock_};
  std::mutex mutex_;
  std::string last_code_;
  int version_ = 0;
  PlatformKey first_{GetParam()};
  App app_;
};

TEST_P(PlatformKeysTest, PublishedKeySignsAndNothingElseDoes) {
  EXPECT_EQ(ask(sign(first_.signer)), 200);
  EXPECT_EQ(ask(sign(PlatformKey(GetParam()).signer)), 401);
  EXPECT_EQ(last_code(), "unknown_key");
  EXPECT_EQ(ask(sign(token::SigningKey::hs256(SecretString(kSecret)))), 401) << "the app's own secret";
  EXPECT_EQ(last_code(), "algorithm_not_allowed");
  for (const auto kind : {crypto::KeyKind::rsa, crypto::KeyKind::p256, crypto::KeyKind::ed25519}) {
    if (kind == GetParam()) continue;
    const PlatformKey other(kind);
    publish(other);
    EXPECT_EQ(ask(sign(other.signer)), 401) << "published, and of an algorithm that is not this app's";
    EXPECT_EQ(last_code(), "algorithm_not_allowed");
  }
}

TEST_P(PlatformKeysTest, RotationRefusesNobody) {
  const auto before = sign(first_.signer);
  const PlatformKey second(GetParam());
  EXPECT_EQ(ask(before), 200);
  publish(second);
  EXPECT_EQ(ask(before), 200);
  EXPECT_EQ(ask(sign(second.signer)), 200) << "the very first token of the new key";
  platform_.transmitter.wait_for_ack(platform_.transmitter.withdraw(first_.signer.kid()));
  EXPECT_EQ(ask(before), 401) << "though it was remembered";
  EXPECT_EQ(ask(sign(second.signer)), 200);
}

// From the secret to a published key, as `app set --algorithm` does it.
TEST_P(PlatformKeysTest, BothCountWhileTheAlgorithmChanges) {
  accept({"HS256", algorithm()});
  EXPECT_EQ(ask(sign(token::SigningKey::hs256(SecretString(kSecret)))), 200);
  EXPECT_EQ(ask(sign(first_.signer)), 200);
  accept({algorithm()});
  EXPECT_EQ(ask(sign(token::SigningKey::hs256(SecretString(kSecret)))), 401);
  EXPECT_EQ(ask(sign(first_.signer)), 200);
}

// JW-02, also while HS256 is accepted: a public key is no secret, whatever a token says.
TEST_P(PlatformKeysTest, PublicKeyIsNeverAnHmacSecret) {
  const auto jwk = token::to_json(token::Jwk{.kid = first_.signer.kid(), .key = first_.open});
  const auto set = token::to_json(std::vector{token::Jwk{.kid = first_.signer.kid(), .key = first_.open}});
  const auto members = Json::parse(jwk);
  std::vector<std::string> guesses = {jwk, set, first_.signer.kid(), ""};
  for (const auto* member : {"n", "x", "y"}) {
    const auto* value = members.find(member);
    if (value == nullptr) continue;
    guesses.push_back(value->as_string());
    const auto raw = decode_base64url(value->as_string());
    guesses.emplace_back(as_text(raw.value()));
  }
  for (const auto& accepted : {std::vector<std::string>{algorithm()}, {"HS256", algorithm()}}) {
    accept(accepted);
    for (const auto& guess : guesses) {
      EXPECT_EQ(ask(forge(first_.signer.kid(), guess)), 401);
      EXPECT_EQ(ask(forge(token::SigningKey::hs256(SecretString(kSecret)).kid(), guess)), 401);
    }
  }
}

// KE-07: what strangers send makes no traffic, and costs those who belong here nothing.
TEST_P(PlatformKeysTest, UnknownKidsFetchNothing) {
  const int fetches = platform_.key_fetches;
  const auto good = sign(first_.signer);
  const auto signature = good.substr(good.rfind('.'));
  for (int i = 0; i < 1'000; ++i) {
    const auto header =
        R"({"alg":")" + algorithm() + R"(","typ":"at+jwt","kid":"stranger-)" + std::to_string(i) + "\"}";
    const auto text = encode_base64url(as_bytes(header)) + '.' + encode_base64url(as_bytes(claims()));
    ASSERT_EQ(ask(text + signature), 401);
  }
  EXPECT_EQ(last_code(), "unknown_key");
  EXPECT_EQ(platform_.key_fetches, fetches);
  EXPECT_EQ(ask(good), 200);
}

INSTANTIATE_TEST_SUITE_P(Algorithms, PlatformKeysTest,
                         ::testing::Values(crypto::KeyKind::rsa, crypto::KeyKind::p256,
                                           crypto::KeyKind::ed25519),
                         [](const auto& test) {
                           return std::string(token::to_text(token::algorithm_of(test.param)));
                         });

}  // namespace
}  // namespace gatehouse::sdk
