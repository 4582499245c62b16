// SPDX-License-Identifier: Apache-2.0
#include <latch>
#include <optional>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/sql/servers.h"
#include "tests/servers/test_server.h"

namespace gatehouse::test {
namespace {

using sql::Connection;
using sql::Error;
using sql::ErrorKind;

class Postgres : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto& server = TestServer::postgres();
    if (server.missing()) GTEST_SKIP() << server.reason();
    ASSERT_FALSE(server.address().empty()) << server.reason();
  }
  static std::unique_ptr<sql::Database> open(sql::PoolLimits limits = {}) {
    return sql::open_postgres(
        {SecretString("host=" + TestServer::postgres().address() + " user=gatehouse dbname=postgres"),
         limits});
  }
  template <class Call>
  static std::optional<ErrorKind> kind_of(Call call) {
    try {
      call();
    } catch (const Error& error) {
      text_ = error.what();
      return error.kind();
    }
    return std::nullopt;
  }
  static inline std::string text_;
};

TEST_F(Postgres, TypesHaveTheirMeaning) {
  auto database = open();
  const auto row_of = [&](const char* statement) {
    return database->read([&](Connection& connection) { return connection.query(statement); });
  };
  const auto rows = row_of(
      "select true, 7::int2, 1.50::numeric(5,2), 'a'::char(3), '{\"a\":1}'::jsonb,"
      " 'c0ffee00-0000-4000-8000-000000000000'::uuid, date '2026-11-23',"
      " timestamptz '2026-11-23 12:15:00.25+02', timestamp '2026-11-23 10:15:00', 0.5::real, timestamptz "
      "'infinity',"
      " '{1,2}'::int[]");
  const auto row = rows.first();
  EXPECT_TRUE(row.get<bool>(0));
  EXPECT_EQ(row.get<int>(1), 7);
  EXPECT_EQ(row.get<std::string>(2), "1.50");
  EXPECT_EQ(row.get<std::string>(4), "{\"a\": 1}");
  EXPECT_EQ(row.get<std::string>(5), "c0ffee00-0000-4000-8000-000000000000");
  EXPECT_EQ(row.get<std::string>(6), "2026-11-23");
  EXPECT_EQ(row.get<Time>(7).time_since_epoch().count(), 1795428900250);
  EXPECT_EQ(row.get<Time>(8).time_since_epoch().count(), 1795428900000);
  EXPECT_EQ(row.get<double>(9), 0.5);
  EXPECT_EQ(row.get<std::string>(10), "infinity");
  EXPECT_EQ(row.get<std::string>(11), "{1,2}");
}

TEST_F(Postgres, TheUrlsOwnOptionsCountExceptWhereValuesDependOnThem) {
  const auto database = sql::open_postgres(
      {SecretString("host=" + TestServer::postgres().address() +
                    " user=gatehouse dbname=postgres options='-c search_path=mine -c datestyle=German'")});
  const auto rows = database->read([](Connection& connection) {
    return connection.query("select current_setting('search_path'), current_setting('DateStyle')");
  });
  EXPECT_EQ(rows.first().get<std::string>(0), "mine");
  EXPECT_THAT(rows.first().get<std::string>(1), ::testing::StartsWith("ISO"));
}

TEST_F(Postgres, TextWithANulIsRefusedNotCut) {
  auto database = open();
  const std::string text("before\0after", 12);
  EXPECT_EQ(kind_of([&] {
              database->read([&](Connection& connection) { connection.query("select ?::text", text); });
            }),
            ErrorKind::statement);
}

TEST_F(Postgres, ValuesThatDoNotFitStayOutOfTheError) {
  auto database = open();
  EXPECT_EQ(kind_of([&] {
              database->read([](Connection& connection) { connection.query("select ?::integer", "canary"); });
            }),
            ErrorKind::statement);
  EXPECT_THAT(text_, ::testing::HasSubstr("22P02"));
  EXPECT_THAT(text_, ::testing::Not(::testing::HasSubstr("canary")));
}

TEST_F(Postgres, ASwallowedErrorDoesNotCountAsCommitted) {
  auto database = open();
  EXPECT_EQ(kind_of([&] {
              database->write([](Connection& connection) {
                try {
                  connection.query("select * from nowhere");
                } catch (const Error&) {
                }
              });
            }),
            ErrorKind::statement);
}

TEST_F(Postgres, WaitingForAConnectionIsBounded) {
  auto database = open({.connections = 1, .waiting = 1, .wait = std::chrono::milliseconds(50)});
  database->read([&](Connection& connection) {
    connection.query("select 1");
    std::thread([&] { EXPECT_EQ(kind_of([&] { database->check(); }), ErrorKind::busy); }).join();
  });
  database->check();
}

TEST_F(Postgres, AWaitingCallerGetsTheConnectionGivenBack) {
  auto database = open({.connections = 1});
  std::latch held(1);
  std::thread holder([&] {
    database->read([&](Connection& connection) {
      held.count_down();
      connection.query("select pg_sleep(0.05)");
    });
  });
  held.wait();
  database->check();
  holder.join();
}

TEST_F(Postgres, AServerThatIsNotThereIsLost) {
  auto database = sql::open_postgres({SecretString("host=/nonexistent password=canary")});
  EXPECT_EQ(kind_of([&] { database->check(); }), ErrorKind::lost);
  EXPECT_THAT(text_, ::testing::Not(::testing::HasSubstr("canary")));
}

TEST_F(Postgres, AMalformedUrlIsRefusedWithoutQuotingIt) {
  EXPECT_EQ(kind_of([&] { sql::open_postgres({SecretString("password = canary host")}); }),
            ErrorKind::statement);
  EXPECT_THAT(text_, ::testing::Not(::testing::HasSubstr("canary")));
}

TEST_F(Postgres, ASlowAnswerIsLostInTime) {
  auto database = open({.connections = 1, .answer = std::chrono::milliseconds(50)});
  int runs = 0;
  EXPECT_EQ(kind_of([&] {
              database->read([&](Connection& connection) {
                ++runs;
                connection.query("select pg_sleep(20)");
              });
            }),
            ErrorKind::lost);
  EXPECT_EQ(runs, 1);
  database->check();
}

}  // namespace
}  // namespace gatehouse::test
