// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <filesystem>
#include <optional>
#include <sys/resource.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "core/sql/sqlite.h"
#include "core/sql/testing/faulty_disk.h"

namespace gatehouse::sql {
namespace {

class SqliteDisk : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "disk-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    database_ = open();
    database_->write([](Connection& connection) { connection.run_script("create table items (name text)"); });
  }
  void TearDown() override {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  std::unique_ptr<Database> open() const {
    return open_sqlite({.path = folder_ + "/data.db", .missing = SqliteOptions::Missing::create});
  }
  /// How adding `count` rows of 4 KB failed; absent when it was acknowledged.
  std::optional<ErrorKind> add(int count = 1) {
    try {
      database_->write([&](Connection& connection) {
        for (int i = 0; i < count; ++i) connection.query("insert into items values (hex(randomblob(2000)))");
      });
    } catch (const Error& error) {
      return error.kind();
    }
    return std::nullopt;
  }
  int count() {
    return database_->read([](Connection& connection) {
      return connection.query("select count(*) from items").first().get<int>(0);
    });
  }

  testing::FaultyDisk disk_;
  std::string folder_;
  std::unique_ptr<Database> database_;
};

TEST_F(SqliteDisk, NothingIsAcknowledgedAfterAFailedSync) {
  ASSERT_EQ(add(), std::nullopt);
  disk_.fail_syncs(1);
  EXPECT_EQ(add(), ErrorKind::full);
  EXPECT_EQ(add(), ErrorKind::full) << "the disk says that all is well again, but what it holds is unknown";
  EXPECT_THROW(database_->check(), Error);
  EXPECT_GE(count(), 1) << "reading goes on";
  database_.reset();
  database_ = open();
  EXPECT_EQ(add(), std::nullopt);
}

TEST_F(SqliteDisk, NothingIsAcknowledgedAfterAFailedWrite) {
  ASSERT_EQ(add(), std::nullopt);
  disk_.fail_writes(1);
  EXPECT_EQ(add(), ErrorKind::full);
  EXPECT_EQ(add(), ErrorKind::full);
  EXPECT_EQ(count(), 1);
}

TEST_F(SqliteDisk, AFailedCheckpointStopsWriting) {
  ASSERT_EQ(add(100), std::nullopt);
  disk_.fail_syncs(1'000'000);
  for (int i = 0; i < 300 && database_->write_stats().log_bytes > 0; ++i) {
    ::usleep(10'000);
    try {
      database_->check();
    } catch (const Error&) {
      break;
    }
  }
  disk_.fail_syncs(0);
  EXPECT_EQ(add(), ErrorKind::full);
}

TEST_F(SqliteDisk, EveryAcknowledgedCommitIsSynced) {
  const int before = disk_.syncs();
  for (int i = 0; i < 10; ++i) ASSERT_EQ(add(), std::nullopt);
  EXPECT_GE(disk_.syncs() - before, 10);
}

TEST_F(SqliteDisk, AFullDiskRefusesAndHeals) {
  ASSERT_EQ(add(), std::nullopt);
  ::rlimit unlimited{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &unlimited), 0);
  auto* const before = std::signal(SIGXFSZ, SIG_IGN);
  const ::rlimit small{100'000, unlimited.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto refused = add(100);
  const auto refused_again = add(100);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &unlimited), 0);
  std::signal(SIGXFSZ, before);
  EXPECT_EQ(refused, ErrorKind::full);
  EXPECT_EQ(refused_again, ErrorKind::full);
  EXPECT_EQ(add(100), std::nullopt);
  EXPECT_EQ(count(), 101);
  database_->check();
}

}  // namespace
}  // namespace gatehouse::sql
