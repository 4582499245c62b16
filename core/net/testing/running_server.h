// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <string>
#include <utility>

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/random.h"
#include "core/net/server.h"
#include "core/net/testing/raw_client.h"

namespace gatehouse::net::testing {

/// A server on a port of the kernel's choice, with a log that can be read. For tests.
class RunningServer {
 public:
  explicit RunningServer(http::Handler handler, ServerOptions options = {}, http::Handler local_handler = {})
      : log_(clock_, LogFormat::json, LogLevel::debug,
             [this](std::string_view lines) {
               const std::lock_guard lock(mutex_);
               log_text_ += lines;
             }),
        server_(std::move(options), std::move(handler), std::move(local_handler), clock_, random_, log_) {
    server_.start();
  }

  Server& operator*() { return server_; }
  Server* operator->() { return &server_; }
  [[nodiscard]] RawClient connect() const { return RawClient(server_.port()); }
  /// One request on a connection of its own; all that comes back.
  [[nodiscard]] std::string exchange(std::string_view bytes) const {
    auto client = connect();
    client.send(bytes);
    return client.read_answer();
  }
  [[nodiscard]] std::string log_text() {
    const std::lock_guard lock(mutex_);
    return log_text_;
  }

 private:
  SystemClock clock_;
  SystemRandom random_;
  std::mutex mutex_;
  std::string log_text_;
  Logger log_;
  Server server_;
};

}  // namespace gatehouse::net::testing
