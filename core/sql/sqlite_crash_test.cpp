// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <filesystem>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "core/sql/sqlite.h"

namespace gatehouse::sql {
namespace {

/// Adds rows from several threads and tells the number of each over the pipe once it is acknowledged.
[[noreturn]] void write_until_killed(const std::string& path, int pipe, int first) {
  auto database = open_sqlite({.path = path});
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int number = first + t;; number += 4) {
        database->write([&](Connection& connection) {
          connection.query("insert into acked values (?)", number);
          connection.query("insert into twins values (?)", number);
        });
        if (::write(pipe, &number, sizeof number) != sizeof number) ::_exit(1);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  ::_exit(0);
}

std::vector<int> read_acknowledged(int pipe, std::size_t at_most = SIZE_MAX) {
  std::vector<int> numbers;
  int number = 0;
  while (numbers.size() < at_most && ::read(pipe, &number, sizeof number) == sizeof number)
    numbers.push_back(number);
  return numbers;
}

TEST(SqliteCrash, WhatWasAcknowledgedSurvivesKill) {
  std::string folder = ::testing::TempDir() + "crash-XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const std::string path = folder + "/data.db";
  open_sqlite({.path = path, .missing = SqliteOptions::Missing::create})->write([](Connection& connection) {
    connection.run_script(
        "create table acked (number integer primary key); create table twins (number integer)");
  });
  std::size_t acknowledged = 0;
  for (int cycle = 0; cycle < 100; ++cycle) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) write_until_killed(path, ends[1], cycle * 1'000'000);
    ::close(ends[1]);
    // Every other time while starting or before the first answer, else in the middle of writing.
    std::vector<int> numbers;
    if (cycle % 2 == 0) numbers = read_acknowledged(ends[0], 1);
    ::usleep(useconds_t((cycle * 7919) % 20'000));
    ::kill(child, SIGKILL);
    for (const int number : read_acknowledged(ends[0])) numbers.push_back(number);
    ::waitpid(child, nullptr, 0);
    ::close(ends[0]);
    acknowledged += numbers.size();
    auto database = open_sqlite({.path = path});
    database->read([&](Connection& connection) {
      for (const int number : numbers) {
        ASSERT_FALSE(connection.query("select 1 from acked where number = ?", number).empty()) << number;
      }
      EXPECT_EQ(connection.query("select count(*) from acked").first().get<int>(0),
                connection.query("select count(*) from twins").first().get<int>(0));
    });
  }
  EXPECT_GE(acknowledged, 50U);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace gatehouse::sql
