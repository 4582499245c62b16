// SPDX-License-Identifier: Apache-2.0
#include "server/issuance/platform_keys.h"

#include <array>
#include <filesystem>
#include <utility>

#include <gtest/gtest.h>

#include "core/sql/sqlite.h"
#include "server/storage/migrations.h"

namespace gatehouse::server {
namespace {

/// A database where something happens right after the next read, before its reader goes on.
class InterruptedDatabase final : public sql::Database {
 public:
  explicit InterruptedDatabase(std::unique_ptr<sql::Database> inner) : inner_(std::move(inner)) {}
  [[nodiscard]] sql::Dialect dialect() const override { return inner_->dialect(); }
  void check() override { inner_->check(); }
  std::function<void()> after_read;

 protected:
  void run_read(const Step& step) override {
    inner_->read(step);
    if (const auto happens = std::exchange(after_read, nullptr)) happens();
  }
  void run_write(const Step& step) override { inner_->write(step); }

 private:
  std::unique_ptr<sql::Database> inner_;
};

using platform_keys::Purpose;

class PlatformKeysTest : public testing::Test {
 protected:
  PlatformKeysTest() { EXPECT_TRUE(sql::migrate(database_, sqlite_migrations(), clock_).has_value()); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static std::string make_folder() {
    auto folder = testing::TempDir() + "gatehouse-keys-XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error("mkdtemp");
    return folder;
  }
  /// As the administrator's call does it.
  void withdraw(const std::string& kid) {
    const auto next = keys_.make(Purpose::identity, crypto::KeyKind::rsa, clock_.now());
    database_.write([&](sql::Connection& connection) {
      EXPECT_TRUE(platform_keys::withdraw(connection, kid, clock_.now()));
      platform_keys::insert(connection, sealing_key_, random_, next);
    });
    keys_.forget();
  }

  FixedClock clock_{Time(std::chrono::hours(500'000))};
  SystemRandom random_;
  crypto::SealingKey sealing_key_{std::array<std::byte, crypto::SealingKey::kBytes>{}};
  std::string folder_ = make_folder();
  InterruptedDatabase database_{
      sql::open_sqlite({.path = folder_ + "/db", .missing = sql::SqliteOptions::Missing::create})};
  PlatformKeys keys_{clock_, random_, sealing_key_, database_};
};

TEST_F(PlatformKeysTest, KeyOfAnOlderVersionSignsAppTokensUntilTheirOwnKeyIsKnown) {
  const auto old = keys_.make(Purpose::identity, crypto::KeyKind::p256, clock_.now());
  database_.write(
      [&](sql::Connection& connection) { platform_keys::insert(connection, sealing_key_, random_, old); });
  EXPECT_EQ(keys_.signing_key(Purpose::app_tokens, crypto::KeyKind::p256)->kid(), old.kid);
  const auto published = keys_.published();
  clock_.advance(std::chrono::hours(1));
  const auto own = keys_.signing_key(Purpose::app_tokens, crypto::KeyKind::p256)->kid();
  EXPECT_NE(own, old.kid);
  EXPECT_NE(published->json.find(own), std::string::npos);
  EXPECT_EQ(keys_.signing_key(Purpose::identity, crypto::KeyKind::p256)->kid(), old.kid);
}

TEST_F(PlatformKeysTest, WithdrawnKeySignsNoMoreThoughItWasBeingReadAtThatMoment) {
  const auto kid = keys_.signing_key(Purpose::identity, crypto::KeyKind::rsa)->kid();
  keys_.forget();
  database_.after_read = [&] { withdraw(kid); };
  (void)keys_.published();
  EXPECT_NE(keys_.signing_key(Purpose::identity, crypto::KeyKind::rsa)->kid(), kid);
  EXPECT_EQ(keys_.published()->json.find(kid), std::string::npos);
}

}  // namespace
}  // namespace gatehouse::server
