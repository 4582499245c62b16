// SPDX-License-Identifier: Apache-2.0
#include "core/sql/sqlite.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <latch>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse::sql {
namespace {

class Sqlite : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "sqlite-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    path_ = folder_ + "/data.db";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<Database> open(SqliteOptions::Missing missing = SqliteOptions::Missing::create) {
    return open_sqlite({.path = path_, .missing = missing});
  }
  std::unique_ptr<Database> open_with_table() {
    auto database = open();
    database->write([](Connection& connection) {
      connection.run_script(
          "create table parents (id integer primary key);"
          "create table items (id integer primary key, name text unique, parent integer references parents,"
          " amount integer check (amount < 100));");
    });
    return database;
  }
  template <class Call>
  static std::optional<ErrorKind> kind_of(Call call) {
    try {
      call();
    } catch (const Error& error) {
      return error.kind();
    }
    return std::nullopt;
  }
  static int count(Database& database) {
    return database.read([](Connection& connection) {
      return connection.query("select count(*) from items").first().get<int>(0);
    });
  }

  std::string folder_;
  std::string path_;
};

TEST_F(Sqlite, ReadsSeeWhatWasWritten) {
  auto database = open_with_table();
  database->write(
      [](Connection& connection) { connection.query("insert into items (name) values (?)", "one"); });
  const auto rows = database->read(
      [](Connection& connection) { return connection.query("select id, name, amount from items"); });
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.first().get<std::string>("name"), "one");
  EXPECT_EQ(rows.first().get<std::optional<int>>("amount"), std::nullopt);
  EXPECT_EQ(kind_of([&] { (void)rows.first().get<int>("amount"); }), ErrorKind::statement);
  EXPECT_EQ(kind_of([&] { (void)rows.first().get<int>("name"); }), ErrorKind::statement);
  EXPECT_EQ(kind_of([&] { (void)rows.first().get<int>("nothing"); }), ErrorKind::statement);
}

TEST_F(Sqlite, StatementsOfOneReadSeeOneSnapshot) {
  auto database = open_with_table();
  database->read([&](Connection& connection) {
    const auto before = connection.query("select count(*) from items").first().get<int>(0);
    database->write([](Connection& writer) { writer.query("insert into items (name) values ('late')"); });
    EXPECT_EQ(connection.query("select count(*) from items").first().get<int>(0), before);
  });
  EXPECT_EQ(count(*database), 1);
}

TEST_F(Sqlite, ReadersCannotWrite) {
  auto database = open_with_table();
  EXPECT_EQ(
      kind_of([&] { database->read([](Connection& connection) { connection.query("delete from items"); }); }),
      ErrorKind::statement);
}

TEST_F(Sqlite, AWriteInsideAWriteIsRefused) {
  auto database = open_with_table();
  EXPECT_EQ(kind_of([&] { database->write([&](Connection&) { database->write([](Connection&) {}); }); }),
            ErrorKind::statement);
}

TEST_F(Sqlite, AnExceptionRollsItsTransactionBack) {
  auto database = open_with_table();
  EXPECT_THROW(database->write([](Connection& connection) {
    connection.query("insert into items (name) values ('gone')");
    throw std::runtime_error("no");
  }),
               std::runtime_error);
  EXPECT_EQ(count(*database), 0);
  EXPECT_EQ(database->write_stats().failed, 1U);
}

TEST_F(Sqlite, WaitingWritesShareACommitAndFailingOnesLeaveTheOthers) {
  auto database = open_with_table();
  constexpr int kWriters = 40;
  const auto before = database->write_stats();
  std::latch queued(kWriters);
  std::atomic<int> failed = 0;
  std::vector<std::thread> threads;
  // Holds the writer until all are about to queue.
  threads.emplace_back([&] {
    database->write([&](Connection&) {
      queued.wait();
      ::usleep(50'000);
    });
  });
  for (int i = 0; i < kWriters; ++i) {
    threads.emplace_back([&, i] {
      queued.count_down();
      try {
        database->write([&](Connection& connection) {
          connection.query("insert into items (name) values (?)", std::to_string(i));
          if (i % 4 == 0) throw std::runtime_error("every fourth");
          if (i % 4 == 1) connection.query("insert into items (name) values (?)", std::to_string(i));
        });
      } catch (const std::exception&) {
        ++failed;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failed, kWriters / 2);
  EXPECT_EQ(count(*database), kWriters / 2);
  const auto stats = database->write_stats();
  EXPECT_EQ(stats.writes - before.writes, kWriters / 2 + 1U);
  EXPECT_LT(stats.commits - before.commits, 10U);
}

TEST_F(Sqlite, TooManyWaitingWritesAreRefused) {
  auto database = open_sqlite({.path = path_, .missing = SqliteOptions::Missing::create, .queue_limit = 1});
  std::latch running(1);
  std::latch release(1);
  std::thread holder([&] {
    database->write([&](Connection&) {
      running.count_down();
      release.wait();
    });
  });
  running.wait();
  std::thread waiting([&] { database->write([](Connection&) {}); });
  // Whichever comes second finds the queue full.
  std::optional<ErrorKind> kind;
  for (int i = 0; i < 500 && !kind; ++i) {
    ::usleep(2000);
    if (i == 50) {
      kind = kind_of([&] { database->write([](Connection&) {}); });
    }
  }
  EXPECT_EQ(kind, ErrorKind::busy);
  EXPECT_EQ(database->write_stats().refused, 1U);
  release.count_down();
  holder.join();
  waiting.join();
}

TEST_F(Sqlite, ConstraintErrorsAreToldApartAndHoldNoValues) {
  auto database = open_with_table();
  const std::string canary = "canary-7f3a";
  const auto insert = [&](const char* sql, auto... values) {
    try {
      database->write([&](Connection& connection) { connection.query(sql, values...); });
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), ::testing::Not(::testing::HasSubstr("canary")));
      EXPECT_THAT(error.what(), ::testing::Not(::testing::HasSubstr("4711")));
      return error.kind();
    }
    ADD_FAILURE() << "no error";
    return ErrorKind::lost;
  };
  database->write(
      [&](Connection& connection) { connection.query("insert into items (name) values (?)", canary); });
  EXPECT_EQ(insert("insert into items (name) values (?)", canary), ErrorKind::unique);
  EXPECT_EQ(insert("insert into items (name, parent) values (?, ?)", "x", 4711), ErrorKind::foreign_key);
  EXPECT_EQ(insert("insert into items (name, amount) values (?, ?)", canary + "2", 4711),
            ErrorKind::constraint);
  EXPECT_EQ(insert("insert into items (id) values (?)", canary), ErrorKind::statement);
  EXPECT_EQ(insert("select json_extract(?, '$.a')", canary), ErrorKind::statement);
  EXPECT_EQ(insert("insert into items (name) values (?)"), ErrorKind::statement);
  EXPECT_EQ(insert("insert into nowhere values (1)"), ErrorKind::statement);
  EXPECT_EQ(insert("delete from items; delete from parents"), ErrorKind::statement);
}

TEST_F(Sqlite, AFullDatabaseRefusesAndHeals) {
  auto database = open_with_table();
  const auto add = [](Connection& connection) {
    for (int i = 0; i < 100; ++i) connection.query("insert into items (name) values (hex(randomblob(2000)))");
  };
  database->write([](Connection& connection) { connection.query("pragma max_page_count = 20"); });
  EXPECT_EQ(kind_of([&] { database->write(add); }), ErrorKind::full);
  EXPECT_EQ(count(*database), 0);
  database->write([](Connection& connection) { connection.query("pragma max_page_count = 100000"); });
  database->write(add);
  EXPECT_EQ(count(*database), 100);
  database->check();
}

TEST_F(Sqlite, MissingAndEmptyFilesAreRefusedUnlessTheyMayBeMade) {
  EXPECT_EQ(kind_of([&] { open(SqliteOptions::Missing::refuse); }), ErrorKind::lost);
  EXPECT_FALSE(std::filesystem::exists(path_));
  std::ofstream(path_).flush();
  EXPECT_EQ(kind_of([&] { open(SqliteOptions::Missing::refuse); }), ErrorKind::damaged);
  open_with_table();
  open(SqliteOptions::Missing::refuse);
  struct stat status {};
  std::filesystem::remove(path_);
  open();
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(Sqlite, DamagedFilesAreRefused) {
  std::ofstream(path_) << "this is no database, whatever its name says; padding follows"
                       << std::string(4096, '-');
  EXPECT_EQ(kind_of([&] { open(SqliteOptions::Missing::refuse); }), ErrorKind::damaged);
  std::filesystem::remove(path_);
  {
    auto database = open_with_table();
    database->write([](Connection& connection) {
      for (int i = 0; i < 2000; ++i)
        connection.query("insert into items (name) values (?)", "name" + std::to_string(i));
    });
  }
  {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096L * 6);
    file << std::string(2048, '\x55');
  }
  EXPECT_EQ(kind_of([&] { open(SqliteOptions::Missing::refuse); }), ErrorKind::damaged);
}

TEST_F(Sqlite, ASecondOwnerIsRefused) {
  auto database = open_with_table();
  EXPECT_EQ(kind_of([&] { open(); }), ErrorKind::busy);
  database.reset();
  open();
}

TEST_F(Sqlite, NothingIsAcknowledgedIntoARemovedFile) {
  auto database = open_with_table();
  std::filesystem::remove(path_);
  EXPECT_EQ(kind_of([&] { database->check(); }), ErrorKind::lost);
  const auto write = [&] {
    database->write(
        [](Connection& connection) { connection.query("insert into items (name) values ('x')"); });
  };
  EXPECT_EQ(kind_of(write), ErrorKind::lost);
  EXPECT_EQ(kind_of(write), ErrorKind::lost);
}

TEST_F(Sqlite, ClosingLeavesOneFileWithEverythingInIt) {
  {
    auto database = open_with_table();
    database->write(
        [](Connection& connection) { connection.query("insert into items (name) values ('x')"); });
    EXPECT_EQ(count(*database), 1);
  }
  EXPECT_FALSE(std::filesystem::exists(path_ + "-wal"));
  EXPECT_EQ(count(*open(SqliteOptions::Missing::refuse)), 1);
}

TEST_F(Sqlite, TheLogStaysShortBesideALongRead) {
  auto database = open_with_table();
  std::latch reading(1);
  std::atomic<bool> stop = false;
  std::optional<ErrorKind> ended;
  std::thread reader([&] {
    ended = kind_of([&] {
      database->read([&](Connection& connection) {
        connection.query("select count(*) from items");
        reading.count_down();
        connection.query(
            "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n");
      });
    });
    stop = true;
  });
  reading.wait();
  std::uint64_t longest = 0;
  for (int i = 0; i < 200 && !stop; ++i) {
    database->write([](Connection& connection) {
      connection.query("insert into items (name) values (hex(randomblob(250000)))");
    });
    longest = std::max<std::uint64_t>(longest, std::filesystem::file_size(path_ + "-wal"));
  }
  reader.join();
  EXPECT_EQ(ended, ErrorKind::busy);
  EXPECT_LT(longest, 64U * 1024 * 1024);
}

}  // namespace
}  // namespace gatehouse::sql
