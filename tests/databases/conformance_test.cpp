// SPDX-License-Identifier: Apache-2.0
// One suite for every database: an app sees the same values and the same kinds of errors whatever it runs on.
#include <atomic>
#include <limits>
#include <optional>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/sql/migrate.h"
#include "tests/databases/backend.h"

namespace gatehouse::test {
namespace {

using sql::Connection;
using sql::Error;
using sql::ErrorKind;

class Conformance : public ::testing::TestWithParam<Backend> {
 protected:
  void SetUp() override {
    if (const auto reason = GetParam().skip_reason(); !reason.empty()) GTEST_SKIP() << reason;
    database_ = GetParam().open();
    drop_tables();
    database_->write([](Connection& connection) {
      connection.run_script(
          "create table parents (id integer primary key);"
          "create table items (id bigint primary key, name varchar(200) unique, amount integer"
          " check (amount < 1000), parent integer, flag boolean,"
          " foreign key (parent) references parents (id))");
      connection.run_script("create table things (id bigint primary key, bytes " + GetParam().blob_type +
                            ", number " + GetParam().double_type + ", words " + GetParam().text_type + ")");
    });
  }
  void TearDown() override {
    if (database_) drop_tables();
  }
  void drop_tables() {
    database_->write([](Connection& connection) {
      for (const char* table : {"items", "parents", "things", "schema_migrations", "migrated"}) {
        connection.run_script(std::string("drop table if exists ") + table);
      }
    });
  }

  template <class... Values>
  sql::Rows write(std::string_view statement, const Values&... values) {
    return database_->write([&](Connection& connection) { return connection.query(statement, values...); });
  }
  template <class... Values>
  sql::Rows read(std::string_view statement, const Values&... values) {
    return database_->read([&](Connection& connection) { return connection.query(statement, values...); });
  }
  template <class Call>
  static std::optional<ErrorKind> kind_of(Call call) {
    try {
      call();
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), ::testing::Not(::testing::HasSubstr("canary")));
      EXPECT_THAT(error.what(), ::testing::Not(::testing::HasSubstr("4711")));
      return error.kind();
    }
    return std::nullopt;
  }

  std::unique_ptr<sql::Database> database_;
};

/// Of databases with a connection that can be lost.
class ServerConformance : public Conformance {};

TEST_P(Conformance, IntegersKeepAll64Bits) {
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  write("insert into things (id) values (?)", kLeast);
  write("insert into things (id) values (?)", kMost);
  const auto rows = read("select id from things order by id");
  EXPECT_EQ(rows[0].get<std::int64_t>("id"), kLeast);
  EXPECT_EQ(rows[1].get<std::int64_t>("id"), kMost);
  EXPECT_EQ(read("select count(*) from things").first().get<int>(0), 2);
}

TEST_P(Conformance, DoublesComeBackExactly) {
  const double numbers[] = {0.1, -1.0 / 3, 1.7976931348623157e308, 5e-324, 0.0, 12.0};
  for (int i = 0; i < 6; ++i) write("insert into things (id, number) values (?, ?)", i, numbers[i]);
  const auto rows = read("select number from things order by id");
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(rows[i].get<double>(0), numbers[i]);
}

TEST_P(Conformance, TextKeepsUnicodeQuotesAndLength) {
  const std::string texts[] = {"", "Größe 漢字 🚪", "it's \"quoted\" \\ ? $1 ??", std::string(100'000, 'x')};
  for (int i = 0; i < 4; ++i) write("insert into things (id, words) values (?, ?)", i, texts[i]);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(read("select words from things where id = ?", i).first().get<std::string>(0), texts[i]);
  }
}

TEST_P(Conformance, BlobsKeepEveryByte) {
  Bytes all;
  for (int i = 0; i < 1024; ++i) all.push_back(std::byte(i % 256));
  write("insert into things (id, bytes) values (?, ?)", 1, all);
  write("insert into things (id, bytes) values (?, ?)", 2, Bytes());
  const auto rows = read("select bytes from things order by id");
  EXPECT_EQ(rows[0].get<Bytes>(0), all);
  EXPECT_EQ(rows[1].get<Bytes>(0), Bytes());
  EXPECT_EQ(read("select id from things where bytes = ?", all).size(), 1U);
}

TEST_P(Conformance, NullIsNotAValue) {
  write("insert into things (id, bytes, number, words) values (?, ?, ?, ?)", 1, sql::Null{},
        std::optional<double>(), std::optional<std::string>());
  const auto rows = read("select bytes, number, words from things");
  EXPECT_EQ(rows.first().get<std::optional<Bytes>>(0), std::nullopt);
  EXPECT_EQ(rows.first().get<std::optional<double>>(1), std::nullopt);
  EXPECT_EQ(rows.first().get<std::optional<std::string>>("words"), std::nullopt);
  EXPECT_EQ(kind_of([&] { (void)rows.first().get<std::string>("words"); }), ErrorKind::statement);
}

TEST_P(Conformance, BooleansAreIntegers) {
  write("insert into items (id, flag) values (?, ?)", 1, true);
  write("insert into items (id, flag) values (?, ?)", 2, false);
  const auto rows = read("select flag from items order by id");
  EXPECT_TRUE(rows[0].get<bool>(0));
  EXPECT_FALSE(rows[1].get<bool>(0));
}

TEST_P(Conformance, AffectedRowsAreCounted) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(write("insert into items (id, name) values (?, ?)", i, std::to_string(i)).affected(), 1);
  }
  EXPECT_EQ(write("update items set amount = ? where id > ?", 5, 0).affected(), 2);
  EXPECT_EQ(write("delete from items where id = ?", 77).affected(), 0);
  EXPECT_EQ(read("select id from items where id = ?", 77).size(), 0U);
  EXPECT_EQ(read("select id, name from items where id = ?", 77).columns().size(), 2U);
}

TEST_P(Conformance, ErrorsAreToldApartAndHoldNoValues) {
  const std::string canary = "canary-7f3a";
  write("insert into items (id, name) values (?, ?)", 4711, canary);
  EXPECT_EQ(kind_of([&] { write("insert into items (id, name) values (?, ?)", 2, canary); }),
            ErrorKind::unique);
  EXPECT_EQ(kind_of([&] { write("insert into items (id) values (?)", 4711); }), ErrorKind::unique);
  EXPECT_EQ(kind_of([&] { write("insert into items (id, name, parent) values (?, ?, ?)", 3, "x", 4711); }),
            ErrorKind::foreign_key);
  EXPECT_EQ(
      kind_of([&] { write("insert into items (id, name, amount) values (?, ?, ?)", 3, canary + "2", 4711); }),
      ErrorKind::constraint);
  EXPECT_EQ(kind_of([&] { write("insert into items (id, name) values (?)", canary); }), ErrorKind::statement);
  EXPECT_EQ(kind_of([&] { write("insert into nowhere values (?)", canary); }), ErrorKind::statement);
  EXPECT_EQ(kind_of([&] { write("this is no statement"); }), ErrorKind::statement);
  EXPECT_EQ(read("select count(*) from items").first().get<int>(0), 1);
}

TEST_P(Conformance, AnExceptionRollsTheTransactionBack) {
  EXPECT_THROW(database_->write([](Connection& connection) {
    connection.query("insert into items (id) values (?)", 1);
    throw std::runtime_error("no");
  }),
               std::runtime_error);
  EXPECT_EQ(kind_of([&] {
              database_->write([](Connection& connection) {
                connection.query("insert into items (id) values (?)", 1);
                connection.query("insert into items (id) values (?)", 1);
              });
            }),
            ErrorKind::unique);
  EXPECT_TRUE(read("select id from items").empty());
}

TEST_P(Conformance, ReadsCannotWrite) {
  EXPECT_TRUE(kind_of([&] { read("insert into items (id) values (?)", 1); }));
  EXPECT_TRUE(read("select id from items").empty());
}

TEST_P(Conformance, OneReadSeesOneSnapshot) {
  database_->read([&](Connection& connection) {
    EXPECT_EQ(connection.query("select count(*) from items").first().get<int>(0), 0);
    std::thread([&] { write("insert into items (id) values (?)", 1); }).join();
    EXPECT_EQ(connection.query("select count(*) from items").first().get<int>(0), 0);
  });
  EXPECT_EQ(read("select count(*) from items").first().get<int>(0), 1);
}

TEST_P(Conformance, PreparedStatementsAreUsedAgainWithOtherTypes) {
  for (int i = 0; i < 600; ++i) {
    const auto statement = "select name from items where id = ? and " + std::to_string(i % 300) + " = " +
                           std::to_string(i % 300);
    EXPECT_TRUE(read(statement, i).empty());
  }
  const char* statement = "insert into things (id, number, words) values (?, ?, ?)";
  write(statement, 1, 0.5, "text");
  write(statement, 2, sql::Null{}, sql::Null{});
  write(statement, 3, 4, "");
  write(statement, 4, 0.25, "more text than before");
  const auto rows = read("select number, words from things order by id");
  EXPECT_EQ(rows[2].get<double>(0), 4.0);
  EXPECT_EQ(rows[3].get<std::string>(1), "more text than before");
}

TEST_P(Conformance, AChangedTableIsReadAnew) {
  write("insert into things (id) values (?)", 1);
  EXPECT_EQ(read("select * from things").columns().size(), 4U);
  database_->write(
      [](Connection& connection) { connection.run_script("alter table things add column extra integer"); });
  EXPECT_EQ(read("select * from things").columns().size(), 5U);
}

TEST_P(Conformance, ConcurrentIncrementsAreNotLost) {
  write("insert into items (id, amount) values (?, ?)", 1, 0);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int turn = 0; turn < 10; ++turn) {
        database_->write([](Connection& connection) {
          const int amount = connection.query("select amount from items where id = 1").first().get<int>(0);
          connection.query("update items set amount = ? where id = 1", amount + 1);
        });
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(read("select amount from items where id = 1").first().get<int>(0), 40);
}

TEST_P(ServerConformance, ALostConnectionIsMadeAnew) {
  write("insert into items (id) values (?)", 1);
  GetParam().cut_connections(*GetParam().open());
  EXPECT_EQ(read("select count(*) from items").first().get<int>(0), 1);
  GetParam().cut_connections(*GetParam().open());
  write("insert into items (id) values (?)", 2);
  database_->check();
}

TEST_P(ServerConformance, ATransactionCutInTheMiddleLeavesNothingOrIsTriedAgain) {
  int runs = 0;
  database_->write([&](Connection& connection) {
    connection.query("insert into items (id) values (?)", 1);
    if (++runs == 1) GetParam().cut_connections(*GetParam().open());
    connection.query("insert into items (id) values (?)", 2);
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(read("select count(*) from items").first().get<int>(0), 2);
}

TEST_P(Conformance, MigrationsRunOnce) {
  const FixedClock clock(from_unix_seconds(1'700'000'000));
  const std::vector<sql::Migration> migrations{
      {1, "0001_one", "create table migrated (id bigint primary key); insert into migrated values (7);"},
      {2, "0002_two", "alter table migrated add column name varchar(20)"}};
  EXPECT_EQ(sql::migrate(*database_, migrations, clock)->applied, 2);
  EXPECT_EQ(sql::migrate(*database_, migrations, clock)->applied, 0);
  EXPECT_EQ(sql::load_version(*database_), 2);
  EXPECT_EQ(read("select id from migrated").first().get<int>(0), 7);
  EXPECT_FALSE(sql::migrate(*database_, std::span(migrations).first(1), clock));
}

constexpr auto kName = [](const auto& test) { return test.param.name; };
INSTANTIATE_TEST_SUITE_P(Databases, Conformance, ::testing::ValuesIn(list_backends()), kName);
INSTANTIATE_TEST_SUITE_P(Databases, ServerConformance, ::testing::ValuesIn(list_servers()), kName);

}  // namespace
}  // namespace gatehouse::test
