// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/servers/test_server.h"

namespace gatehouse::test {

/// A real mail server of this test program's own; see the program `smtp` in this folder.
class MailServer {
 public:
  MailServer();

  [[nodiscard]] bool missing() const { return server_.missing(); }
  [[nodiscard]] const std::string& reason() const { return server_.reason(); }
  [[nodiscard]] std::uint16_t plain_port() const { return ports_.at(0); }
  [[nodiscard]] std::uint16_t starttls_port() const { return ports_.at(1); }
  [[nodiscard]] std::uint16_t tls_port() const { return ports_.at(2); }
  [[nodiscard]] const std::string& ca_file() const { return ca_file_; }

  /// The mails that came so far, whole, in order of arrival.
  [[nodiscard]] std::vector<std::string> mails() const;

 private:
  TestServer server_;
  std::filesystem::path folder_;
  std::vector<std::uint16_t> ports_;
  std::string ca_file_;
};

}  // namespace gatehouse::test
