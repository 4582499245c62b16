// SPDX-License-Identifier: Apache-2.0
// On a fiber of the server, waiting for a database gives the thread to other fibers.
#include "core/net/fiber.h"

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "core/net/event_loop.h"
#include "core/sql/servers.h"
#include "tests/databases/backend.h"
#include "tests/servers/test_server.h"

namespace gatehouse::test {
namespace {

using Clock = std::chrono::steady_clock;

/// Runs the same work on several fibers of one thread and returns how long all took.
std::chrono::milliseconds run_on_fibers(int count, const std::function<void()>& work) {
  const auto loop = std::make_shared<net::EventLoop>([](std::string_view what) { ADD_FAILURE() << what; });
  std::atomic<int> left = count;
  loop->post([&] {
    for (int i = 0; i < count; ++i) {
      net::spawn([&] {
        EXPECT_TRUE(net::on_fiber());
        work();
        if (--left == 0) loop->stop();
      });
    }
  });
  const auto begin = Clock::now();
  std::thread([&] { loop->run(); }).join();
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
}

class OnFibers : public ::testing::TestWithParam<Backend> {
 protected:
  void SetUp() override {
    if (const auto reason = GetParam().skip_reason(); !reason.empty()) GTEST_SKIP() << reason;
    database_ = GetParam().open();
  }
  std::unique_ptr<sql::Database> database_;
};

TEST_P(OnFibers, WaitingDoesNotHoldUpTheThread) {
  const bool mysql = database_->dialect() == sql::Dialect::mysql;
  const char* sleep = mysql ? "select sleep(0.5)" : "select pg_sleep(0.5)";
  run_on_fibers(4, [&] { database_->check(); });  // connects
  const auto took = run_on_fibers(
      4, [&] { database_->read([&](sql::Connection& connection) { connection.query(sleep); }); });
  EXPECT_LT(took, std::chrono::milliseconds(1500)) << "four waits of 0.5 s, one after the other, are 2 s";
}

TEST_P(OnFibers, MoreFibersThanConnectionsTakeTurns) {
  std::atomic<int> done = 0;
  run_on_fibers(40, [&] {
    database_->check();
    ++done;
  });
  EXPECT_EQ(done, 40);
}

TEST_P(OnFibers, ExceptionsComeOutInTheirOwnFiber) {
  std::atomic<int> refused = 0;
  run_on_fibers(10, [&] {
    try {
      database_->write([](sql::Connection& connection) { connection.query("select * from nowhere"); });
    } catch (const sql::Error& error) {
      if (error.kind() == sql::ErrorKind::statement) ++refused;
      database_->check();  // waits while the exception is being handled
    }
  });
  EXPECT_EQ(refused, 10);
}

constexpr auto kName = [](const auto& test) { return test.param.name; };
INSTANTIATE_TEST_SUITE_P(Databases, OnFibers, ::testing::ValuesIn(list_servers()), kName);

TEST(SqliteOnFibers, WritesOfManyFibersShareCommits) {
  const auto database = list_backends().front().open();
  database->write([](sql::Connection& connection) {
    connection.run_script("drop table if exists marks; create table marks (id integer primary key)");
  });
  const auto before = database->write_stats();
  run_on_fibers(50, [&] {
    database->write(
        [](sql::Connection& connection) { connection.query("insert into marks default values"); });
  });
  const auto after = database->write_stats();
  EXPECT_EQ(after.writes - before.writes, 50U);
  EXPECT_LT(after.commits - before.commits, 50U);
  database->write([](sql::Connection& connection) { connection.run_script("drop table marks"); });
}

}  // namespace
}  // namespace gatehouse::test
