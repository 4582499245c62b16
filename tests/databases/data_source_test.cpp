// SPDX-License-Identifier: Apache-2.0
// An app's data sources on real servers.
#include "gatehouse/data_source.h"

#include <thread>

#include <gtest/gtest.h>

#include "tests/databases/backend.h"
#include "tests/servers/test_server.h"

namespace gatehouse::test {
namespace {

struct Kind {
  std::string name;
  std::function<DataSourceOptions()> options;
};

std::ostream& operator<<(std::ostream& out, const Kind& kind) {
  return out << kind.name;
}

std::vector<Kind> list_kinds() {
  return {{"Sqlite", [] { return DataSourceOptions{.name = "main", .type = "sqlite", .path = ":memory:"}; }},
          {"Postgres",
           [] {
             return DataSourceOptions{.name = "main",
                                      .type = "postgres",
                                      .unix_socket = TestServer::postgres().address(),
                                      .user = "gatehouse",
                                      .database = "postgres"};
           }},
          {"Mariadb",
           [] {
             return DataSourceOptions{.name = "main",
                                      .type = "mysql",
                                      .unix_socket = TestServer::mariadb().address(),
                                      .user = "root",
                                      .database = "gatehouse"};
           }},
          {"Odbc", [] {
             return DataSourceOptions{.name = "main",
                                      .type = "odbc",
                                      .url = "Driver=" + std::string(kOdbcDriver) +
                                             ";Servername=" + TestServer::postgres().address() +
                                             ";Username=gatehouse;Database=postgres;BoolsAsChar=0"};
           }}};
}

class DataSourceOn : public ::testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    for (const auto& backend : list_backends()) {
      if (backend.name != GetParam().name) continue;
      if (const auto reason = backend.skip_reason(); !reason.empty()) GTEST_SKIP() << reason;
    }
    source_.emplace(GetParam().options());
    source_->query("drop table if exists counters");
    source_->query("create table counters (name varchar(20) primary key, amount integer not null)");
    source_->query("insert into counters values (?, ?)", "one", 0);
  }
  void TearDown() override {
    if (source_) source_->query("drop table counters");
  }
  std::optional<DataSource> source_;
};

TEST_P(DataSourceOn, RowsBecomeJson) {
  EXPECT_EQ(source_->query("select name, amount from counters where name = ?", "one").to_json().to_text(),
            R"([{"name":"one","amount":0}])");
}

TEST_P(DataSourceOn, ErrorsAreToldApart) {
  try {
    source_->query("insert into counters values (?, ?)", "one", 1);
    ADD_FAILURE() << "accepted";
  } catch (const DataError& error) {
    EXPECT_EQ(error.kind(), DataError::Kind::unique);
  }
}

TEST_P(DataSourceOn, TransactionsThatCollideAreTriedAgain) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int turn = 0; turn < 5; ++turn) {
        source_->transaction([](DataTransaction& transaction) {
          const int amount =
              transaction.query("select amount from counters where name = 'one'").first().get<int>(0);
          transaction.query("update counters set amount = ? where name = 'one'", amount + 1);
        });
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(source_->query("select amount from counters").first().get<int>("amount"), 20);
}

constexpr auto kName = [](const auto& test) { return test.param.name; };
INSTANTIATE_TEST_SUITE_P(Databases, DataSourceOn, ::testing::ValuesIn(list_kinds()), kName);

}  // namespace
}  // namespace gatehouse::test
