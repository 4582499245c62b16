// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <filesystem>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "core/sql/sqlite.h"

namespace gatehouse::sql {
namespace {

class SqliteConcurrent : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "concurrent-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    database_ = open_sqlite(
        {.path = folder_ + "/data.db", .missing = SqliteOptions::Missing::create, .queue_limit = 64});
    database_->write([](Connection& connection) {
      connection.run_script(
          "create table pairs (name text primary key, amount integer);"
          "insert into pairs values ('left', 500), ('right', 500)");
    });
  }
  void TearDown() override {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  std::string folder_;
  std::unique_ptr<Database> database_;
};

TEST_F(SqliteConcurrent, ReadersNeverSeeHalfATransfer) {
  std::atomic<bool> stop = false;
  std::atomic<int> torn = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      while (!stop) {
        const int sum = database_->read([](Connection& connection) {
          const auto amount = [&](const char* name) {
            return connection.query("select amount from pairs where name = ?", name).first().get<int>(0);
          };
          return amount("left") + amount("right");
        });
        if (sum != 1000) ++torn;
      }
    });
  }
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&, i] {
      for (int turn = 0; turn < 100; ++turn) {
        try {
          database_->write([&](Connection& connection) {
            connection.query("update pairs set amount = amount - ? where name = 'left'", i);
            if (turn % 10 == 0) throw turn;
            connection.query("update pairs set amount = amount + ? where name = 'right'", i);
          });
        } catch (int) {
        }
      }
    });
  }
  for (auto& writer : writers) writer.join();
  stop = true;
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(torn, 0);
  const auto stats = database_->write_stats();
  EXPECT_EQ(stats.writes, 1 + 4 * 90U);
  EXPECT_EQ(stats.failed, 4 * 10U);
}

TEST_F(SqliteConcurrent, ClosingFinishesWhatIsQueued) {
  std::vector<std::thread> writers;
  std::atomic<int> done = 0;
  for (int i = 0; i < 8; ++i) {
    writers.emplace_back([&, i] {
      database_->write([&](Connection& connection) {
        connection.query("insert into pairs values (?, 1)", std::to_string(i));
      });
      ++done;
    });
  }
  for (auto& writer : writers) writer.join();
  database_.reset();
  EXPECT_EQ(done, 8);
}

}  // namespace
}  // namespace gatehouse::sql
