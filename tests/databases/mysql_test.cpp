// SPDX-License-Identifier: Apache-2.0
#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/sql/servers.h"
#include "tests/servers/test_server.h"

namespace gatehouse::test {
namespace {

using sql::Connection;
using sql::Error;
using sql::ErrorKind;

class Mysql : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto& server = TestServer::mariadb();
    if (server.missing()) GTEST_SKIP() << server.reason();
    ASSERT_FALSE(server.address().empty()) << server.reason();
    options_ = {
        .host = "localhost", .unix_socket = server.address(), .user = "root", .database = "gatehouse"};
  }
  std::optional<ErrorKind> kind_of(const char* statement, const char* value) {
    try {
      auto database = sql::open_mysql(options_);
      database->read([&](Connection& connection) { connection.query(statement, value); });
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), ::testing::Not(::testing::HasSubstr("canary")));
      return error.kind();
    }
    return std::nullopt;
  }
  sql::MysqlOptions options_;
};

TEST_F(Mysql, TypesHaveTheirMeaning) {
  auto database = sql::open_mysql(options_);
  const auto rows = database->read([](Connection& connection) {
    return connection.query(
        "select cast(1.50 as decimal(5,2)), cast('2026-11-23 10:15:00.25' as datetime(2)), cast('2026-11-23' "
        "as date),"
        " cast(18446744073709551615 as unsigned), cast(7 as unsigned), cast(x'00ff' as binary), 0.5e0, true,"
        " timestampadd(hour, 1, '1970-01-01 00:00:00'), json_object('a', 1)");
  });
  const auto row = rows.first();
  EXPECT_EQ(row.get<std::string>(0), "1.50");
  EXPECT_EQ(row.get<Time>(1).time_since_epoch().count(), 1795428900250);
  EXPECT_EQ(row.get<std::string>(2), "2026-11-23");
  EXPECT_EQ(row.get<std::string>(3), "18446744073709551615");
  EXPECT_EQ(row.get<int>(4), 7);
  EXPECT_EQ(row.get<Bytes>(5), (Bytes{std::byte(0), std::byte(0xff)}));
  EXPECT_EQ(row.get<double>(6), 0.5);
  EXPECT_TRUE(row.get<bool>(7));
  EXPECT_EQ(row.get<std::string>(9), "{\"a\": 1}");
}

TEST_F(Mysql, SignInFailureIsLostAndHoldsNoPassword) {
  options_.user = "nobody";
  options_.password = SecretString("canary");
  EXPECT_EQ(kind_of("select ?", ""), ErrorKind::lost);
}

TEST_F(Mysql, AServerThatIsNotThereIsLost) {
  options_.unix_socket = "/nonexistent/socket";
  EXPECT_EQ(kind_of("select ?", ""), ErrorKind::lost);
}

TEST_F(Mysql, ASlowAnswerIsLostInTime) {
  options_.limits.answer = std::chrono::milliseconds(50);
  EXPECT_EQ(kind_of("select sleep(5), ?", "canary"), ErrorKind::lost);
}

TEST_F(Mysql, SeveralStatementsInOneAreRefused) {
  EXPECT_EQ(kind_of("select ?; select 1", "canary"), ErrorKind::statement);
}

}  // namespace
}  // namespace gatehouse::test
