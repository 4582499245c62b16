// SPDX-License-Identifier: Apache-2.0
#include "server/storage/user_matches.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/sql/sqlite.h"
#include "server/storage/migrations.h"

namespace gatehouse::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kPart = std::int64_t(NumberSet::kNumbers);

class UserMatchesTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "gatehouse-matches-XXXXXX";
    if (::mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("mkdtemp");
    database_ = sql::open_sqlite({.path = folder_ + "/db", .missing = sql::SqliteOptions::Missing::create});
    const FixedClock clock{Time{}};
    EXPECT_TRUE(sql::migrate(*database_, sqlite_migrations(), clock).has_value());
  }
  void TearDown() override {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  void put(const std::string& term, const std::vector<std::int64_t>& numbers) {
    database_->write([&](sql::Connection& connection) {
      const auto id = user_sets::make_term(connection, term);
      for (const auto number : numbers) {
        const auto part = user_sets::part_of(number);
        auto set = user_sets::load(connection, id, part);
        set.add(user_sets::index_of(number));
        user_sets::store(connection, id, part, set);
      }
    });
  }
  std::vector<std::int64_t> list(const std::vector<std::string>& terms,
                                 const std::vector<std::string>& pieces) {
    return database_->read(
        [&](sql::Connection& connection) { return UserMatches(connection, terms, pieces).list(); });
  }

  std::string folder_;
  std::unique_ptr<sql::Database> database_;
};

TEST_F(UserMatchesTest, ThoseWhoHaveAllAreFoundInEveryPart) {
  put("a", {1, 2, kPart - 1, kPart, 5 * kPart, 5 * kPart + 7, 40 * kPart});
  put("b", {2, 3, kPart - 1, 4 * kPart, 5 * kPart + 7, 40 * kPart, 41 * kPart});
  EXPECT_THAT(list({"a"}, {"b"}), ElementsAre(2, kPart - 1, 5 * kPart + 7, 40 * kPart));
  EXPECT_THAT(list({"a", "b"}, {}), ElementsAre(2, kPart - 1, 5 * kPart + 7, 40 * kPart));
  EXPECT_THAT(list({}, {"b"}), testing::SizeIs(7));
}

TEST_F(UserMatchesTest, NobodyIsFoundWhenNobodyHasOneOfThem) {
  put("a", {1});
  EXPECT_THAT(list({"a"}, {"never"}), IsEmpty());
  EXPECT_THAT(list({"never"}, {"a"}), IsEmpty());
}

TEST_F(UserMatchesTest, PartsMayBeAskedForInAnyOrder) {
  std::vector<std::int64_t> numbers;
  for (std::int64_t part = 3; part < 60; ++part) numbers.push_back(part * kPart + part);
  put("a", numbers);
  database_->read([&](sql::Connection& connection) {
    for (const std::int64_t step : {1, 7, 56}) {
      UserMatches matches(connection, {"a"}, {});
      for (std::int64_t i = 0; i < 57; ++i) {
        const auto part = 3 + i * step % 57;
        EXPECT_THAT(matches.in_part(part).list(), ElementsAre(std::size_t(part)));
        EXPECT_TRUE(matches.has(part * kPart + part));
        EXPECT_FALSE(matches.has(part * kPart));
      }
      EXPECT_TRUE(matches.in_part(2).empty());
      EXPECT_TRUE(matches.in_part(60).empty());
      EXPECT_EQ(matches.list(), numbers);
      EXPECT_TRUE(matches.are_at_most(57));
      EXPECT_FALSE(matches.are_at_most(56));
    }
  });
}

// Whoever is found is looked at anyway; a filter is not.
TEST_F(UserMatchesTest, APieceThatLeavesNobodyOutIsPassedOverAndAFilterNever) {
  std::vector<std::int64_t> all;
  for (std::int64_t part = 0; part < 40; ++part) all.push_back(part * kPart);
  auto but_one = all;
  but_one.erase(but_one.end() - 3);
  put("all", all);
  put("but one", but_one);
  EXPECT_EQ(list({"all", "but one"}, {}), but_one);
  EXPECT_THAT(list({"all"}, {"but one"}), testing::IsSupersetOf(but_one));
}

}  // namespace
}  // namespace gatehouse::server
