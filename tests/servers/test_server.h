// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <sys/types.h>

namespace gatehouse::test {

/// A database server of this test program's own, by one of the programs in this folder: `postgres` or
/// `mariadb`. Ends with this object, and also when the test program dies.
class TestServer {
 public:
  explicit TestServer(const std::string& program);
  ~TestServer();
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  /// The folder of PostgreSQL's socket, or MariaDB's socket; empty when the server could not be started.
  [[nodiscard]] const std::string& address() const { return address_; }
  /// Why it could not be started.
  [[nodiscard]] const std::string& reason() const { return reason_; }
  /// True when no such server is installed: tests skip instead of failing.
  [[nodiscard]] bool missing() const { return missing_; }

  /// The program's one server, started at the first call.
  static TestServer& postgres();
  static TestServer& mariadb();

 private:
  pid_t process_ = -1;
  int input_ = -1;
  std::string address_;
  std::string reason_;
  bool missing_ = false;
};

}  // namespace gatehouse::test
