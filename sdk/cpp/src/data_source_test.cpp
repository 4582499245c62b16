// SPDX-License-Identifier: Apache-2.0
#include "gatehouse/data_source.h"

#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gatehouse/app.h"
#include "sdk/cpp/src/statement_kind.h"

namespace gatehouse {
namespace {

DataSourceOptions memory(const std::string& name) {
  return {.name = name, .type = "sqlite", .path = ":memory:"};
}

class DataSourceTest : public ::testing::Test {
 protected:
  DataSourceTest() {
    source_.transaction([](DataTransaction& transaction) {
      transaction.run_script(
          "create table orders (id integer primary key, customer text not null, total real, paid integer,"
          " raw blob, unique (customer));"
          "insert into orders values (1, 'Ada', 12.5, 1, x'00ff'), (2, 'Grace', null, 0, null)");
    });
  }
  static std::optional<DataError::Kind> kind_of(const std::function<void()>& call) {
    try {
      call();
    } catch (const DataError& error) {
      EXPECT_THAT(error.what(), ::testing::Not(::testing::HasSubstr("canary")));
      return error.kind();
    }
    return std::nullopt;
  }

  DataSource source_{memory("main")};
};

TEST_F(DataSourceTest, RowsBecomeJson) {
  EXPECT_EQ(source_.query("select * from orders order by id").to_json().to_text(),
            R"([{"id":1,"customer":"Ada","total":12.5,"paid":1,"raw":"AP8"},)"
            R"({"id":2,"customer":"Grace","total":null,"paid":0,"raw":null}])");
  EXPECT_EQ(source_.query("select * from orders where id = ?", 9).to_json().to_text(), "[]");
}

TEST_F(DataSourceTest, ValuesHaveTheirTypes) {
  const auto rows = source_.query("select * from orders order by id");
  const auto row = rows.first();
  EXPECT_EQ(row.get<int>("id"), 1);
  EXPECT_EQ(row.get<std::string>("customer"), "Ada");
  EXPECT_EQ(row.get<double>("total"), 12.5);
  EXPECT_TRUE(row.get<bool>("paid"));
  EXPECT_EQ(rows[1].get<std::optional<double>>("total"), std::nullopt);
  EXPECT_EQ(kind_of([&] { (void)rows[1].get<double>("total"); }), DataError::Kind::statement);
  EXPECT_EQ(kind_of([&] { (void)row.get<int>("customer"); }), DataError::Kind::statement);
  EXPECT_EQ(kind_of([&] { (void)row.get<int>("nothing"); }), DataError::Kind::statement);
  EXPECT_EQ(kind_of([&] { (void)DataValue(300).as<std::uint8_t>(); }), DataError::Kind::statement);
  int sum = 0;
  for (const auto each : rows) sum += each.get<int>("id");
  EXPECT_EQ(sum, 3);
}

TEST_F(DataSourceTest, JsonCanBeBound) {
  const auto body =
      Json::parse(R"({"id": 7, "customer": "Alan", "total": 1.5, "paid": true, "tags": ["a"]})");
  EXPECT_EQ(source_
                .query("insert into orders values (?, ?, ?, ?, ?)", body.at("id"), body.at("customer"),
                       body.at("total"), body.at("paid"), body.at("tags"))
                .affected(),
            1);
  const auto row = source_.query("select * from orders where id = 7");
  EXPECT_TRUE(row.first().get<bool>("paid"));
  EXPECT_EQ(row.first().get<std::string>("raw"), R"(["a"])");
}

TEST_F(DataSourceTest, ErrorsAreToldApartAndHoldNoValues) {
  source_.query("insert into orders (id, customer) values (3, ?)", "canary");
  EXPECT_EQ(kind_of([&] { source_.query("insert into orders (id, customer) values (4, ?)", "canary"); }),
            DataError::Kind::unique);
  EXPECT_EQ(kind_of([&] { source_.query("insert into orders (id, customer) values (5, ?)", nullptr); }),
            DataError::Kind::constraint);
  EXPECT_EQ(kind_of([&] { source_.query("select * from nowhere where a = ?", "canary"); }),
            DataError::Kind::statement);
}

TEST_F(DataSourceTest, ATransactionIsAllOrNothing) {
  const auto kind = kind_of([&] {
    source_.transaction([](DataTransaction& transaction) {
      transaction.query("insert into orders (id, customer) values (?, ?)", 8, "Edsger");
      transaction.query("insert into orders (id, customer) values (?, ?)", 8, "Barbara");
    });
  });
  EXPECT_EQ(kind, DataError::Kind::unique);
  EXPECT_THROW(source_.transaction([](DataTransaction& transaction) {
    transaction.query("delete from orders");
    throw std::runtime_error("no");
  }),
               std::runtime_error);
  EXPECT_EQ(source_.query("select count(*) from orders").first().get<int>(0), 2);
}

TEST_F(DataSourceTest, ACaughtErrorLeavesTheRestOfTheTransaction) {
  source_.transaction([](DataTransaction& transaction) {
    try {
      transaction.query("insert into orders (id, customer) values (1, 'taken')");
    } catch (const DataError&) {
      transaction.query("insert into orders (id, customer) values (9, 'free')");
    }
  });
  EXPECT_EQ(source_.query("select customer from orders where id = 9").first().get<std::string>(0), "free");
}

TEST(DataSources, AreFoundByName) {
  DataSources sources({memory("one"), memory("two")});
  EXPECT_EQ(sources.at("two").name(), "two");
  EXPECT_THROW((void)sources.at("three"), std::out_of_range);
  EXPECT_THROW(sources.add(memory("one")), StartError);
}

TEST(DataSources, OptionsWithoutSenseAreRefused) {
  EXPECT_THROW(DataSource({.name = "a", .type = "oracle"}), StartError);
  EXPECT_THROW(DataSource({.name = "", .type = "sqlite", .path = ":memory:"}), StartError);
  EXPECT_THROW(DataSource({.name = "a", .type = "sqlite"}), StartError);
  EXPECT_THROW(DataSource({.name = "a", .type = "sqlite", .path = "/nonexistent/file.db"}), StartError);
  EXPECT_THROW(DataSource({.name = "a", .type = "odbc"}), StartError);
  EXPECT_THROW(DataSource({.name = "a", .type = "mysql", .url = "mysql://x"}), StartError);
  EXPECT_THROW(DataSource({.name = "a", .type = "postgres", .database = "b", .pool_size = 0}), StartError);
  try {
    DataSource({.name = "a", .type = "postgres", .url = "password = canary host"});
    ADD_FAILURE() << "accepted";
  } catch (const StartError& error) {
    EXPECT_THAT(error.what(), ::testing::Not(::testing::HasSubstr("canary")));
  }
}

TEST(DataSources, ServersAreConnectedToWhenNeeded) {
  DataSource source(
      {.name = "a", .type = "postgres", .unix_socket = "/nonexistent", .password = "it's \\ canary"});
  try {
    source.check();
    ADD_FAILURE() << "connected";
  } catch (const DataError& error) {
    EXPECT_EQ(error.kind(), DataError::Kind::lost);
    EXPECT_THAT(error.what(), ::testing::Not(::testing::HasSubstr("canary")));
  }
}

TEST(DataSources, HandlersGetThemByName) {
  auto app = create_app({.schema = AppSchema::from_text(R"({"id":"orders","name":"Orders"})"),
                         .secret_key = "8f3c1d90b7a24e65c1d2f0a9e8b76543"});
  app.register_data_sources({memory("main")});
  EXPECT_THROW(app.register_data_sources({memory("main")}), StartError);
  app.get(
      "/sum",
      [](Request& req, Response& res) {
        res.json(req.data_source("main").query("select 1 + ? as sum", 2).to_json());
      },
      public_route);
  app.get(
      "/none", [](Request& req, Response&) { (void)req.data_source("other"); }, public_route);
  EXPECT_EQ(app.handle({.target = "/sum"}).body, R"([{"sum":3}])");
  EXPECT_EQ(app.handle({.target = "/none"}).status, 500);
}

TEST(StatementKind, InDoubtItWrites) {
  using sdk::find_statement_kind;
  using sdk::StatementKind;
  for (const char* reading : {"select 1", " \n SELECT a from b", "(select 1) union (select 2)",
                              "with a as (select 1) select * from a", "values (1)"}) {
    EXPECT_EQ(find_statement_kind(reading), StatementKind::reads) << reading;
  }
  for (const char* writing :
       {"insert into a values (1)", "with a as (delete from b returning *) select * from a",
        "select * into b from a", "select * from a for update", "select nextval('s')",
        "pragma user_version = 1", "", "call p()", "/* note */ update a set b = 1"}) {
    EXPECT_EQ(find_statement_kind(writing), StatementKind::writes) << writing;
  }
}

}  // namespace
}  // namespace gatehouse
