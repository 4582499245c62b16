// SPDX-License-Identifier: Apache-2.0
#include "core/sql/migrate.h"

#include <csignal>
#include <filesystem>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/sql/sqlite.h"

namespace gatehouse::sql {
namespace {

class Migrate : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "migrate-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::unique_ptr<Database> open() {
    return open_sqlite({.path = folder_ + "/data.db", .missing = SqliteOptions::Missing::create});
  }
  static bool has(Database& database, const char* table) {
    return database.read([&](Connection& connection) {
      return !connection.query("select 1 from sqlite_schema where name = ?", table).empty();
    });
  }

  std::string folder_;
  FixedClock clock_{from_unix_seconds(1'700'000'000)};
  const std::vector<Migration> one_{
      {1, "0001_users", "create table users (id text); create index i on users (id)"}};
  const std::vector<Migration> two_{one_[0], {2, "0002_apps", "create table apps (id text)"}};
};

TEST_F(Migrate, RunsEachOnceInOrder) {
  auto database = open();
  EXPECT_EQ(load_version(*database), 0);
  EXPECT_EQ(migrate(*database, one_, clock_)->applied, 1);
  EXPECT_EQ(migrate(*database, two_, clock_)->applied, 1);
  EXPECT_EQ(migrate(*database, two_, clock_)->applied, 0);
  EXPECT_EQ(load_version(*database), 2);
  EXPECT_TRUE(has(*database, "apps"));
  const auto at = database->read([](Connection& connection) {
    return connection.query("select applied_at from schema_migrations where number = 2").first().get<Time>(0);
  });
  EXPECT_EQ(at, clock_.now());
}

TEST_F(Migrate, ANewerDatabaseIsRefusedWithTheVersionNeeded) {
  auto database = open();
  ASSERT_TRUE(migrate(*database, two_, clock_));
  const auto refused = migrate(*database, one_, clock_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, MigrationRefused::Reason::newer_database);
  EXPECT_THAT(refused.error().text, ::testing::HasSubstr("version 2"));
}

TEST_F(Migrate, AChangedScriptIsRefused) {
  auto database = open();
  ASSERT_TRUE(migrate(*database, one_, clock_));
  auto changed = two_;
  changed[0].script = "create table users (id integer)";
  const auto refused = migrate(*database, changed, clock_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, MigrationRefused::Reason::changed_script);
  EXPECT_FALSE(has(*database, "apps"));
}

TEST_F(Migrate, AFailingScriptLeavesTheLastWholeStep) {
  auto database = open();
  auto failing = two_;
  failing[1].script = "create table apps (id text); insert into nowhere values (1)";
  EXPECT_THROW((void)migrate(*database, failing, clock_), Error);
  EXPECT_EQ(load_version(*database), 1);
  EXPECT_FALSE(has(*database, "apps"));
  EXPECT_EQ(migrate(*database, two_, clock_)->applied, 1);
}

TEST_F(Migrate, GapsInTheNumbersAreRefused) {
  auto database = open();
  const std::vector<Migration> gap{{2, "0002_apps", "select 1"}};
  EXPECT_THROW((void)migrate(*database, gap, clock_), Error);
}

TEST_F(Migrate, KilledHalfWayItFinishesAtTheNextStart) {
  std::vector<Migration> many;
  std::vector<std::string> scripts;
  for (int i = 1; i <= 40; ++i) {
    scripts.push_back("create table t" + std::to_string(i) + "a (id text); create table t" +
                      std::to_string(i) + "b (id text)");
  }
  for (int i = 1; i <= 40; ++i) many.push_back({i, "step", scripts[std::size_t(i) - 1]});
  for (int round = 0; round < 10; ++round) {
    const pid_t child = ::fork();
    if (child == 0) {
      auto database = open();
      (void)migrate(*database, many, clock_);
      ::_exit(0);
    }
    ::usleep(useconds_t(2000 + round * 1500));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    auto database = open();
    const auto tables = database->read([](Connection& connection) {
      return connection.query("select count(*) from sqlite_schema where name like 't%'").first().get<int>(0);
    });
    EXPECT_EQ(tables, 2 * load_version(*database));
  }
  auto database = open();
  EXPECT_EQ(migrate(*database, many, clock_)->version, 40);
  EXPECT_EQ(load_version(*database), 40);
}

}  // namespace
}  // namespace gatehouse::sql
