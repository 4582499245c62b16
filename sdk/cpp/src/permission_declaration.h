// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/base/log.h"
#include "core/base/secret_string.h"
#include "core/net/http_client.h"

namespace gatehouse::sdk {

/// Tells the platform which permissions the app knows, beside everything else: no start waits for it or fails
/// by it. Tries a few times, because an app and its platform often start together.
class PermissionDeclaration {
 public:
  struct Parts {
    std::string platform_url;
    std::string app_id;
    std::vector<SecretString> secrets;  ///< tried in turn: a rotation may be under way
    std::vector<std::string> permissions;
    std::function<Result<net::ClientResponse, net::ClientFailure>(const net::ClientRequest&)> send;
    Logger& log;
    /// How long to wait before each further try.
    std::vector<std::chrono::milliseconds> pauses = {std::chrono::seconds(2), std::chrono::seconds(15),
                                                     std::chrono::minutes(2), std::chrono::minutes(15)};
  };
  explicit PermissionDeclaration(Parts parts) : parts_(std::move(parts)) {}
  /// Ends a try that is under way.
  ~PermissionDeclaration() = default;
  PermissionDeclaration(const PermissionDeclaration&) = delete;
  PermissionDeclaration& operator=(const PermissionDeclaration&) = delete;

  /// Returns at once. Does nothing where there are no permissions, or the second time.
  void start();
  /// Waits until there is nothing more to try; for tests.
  void finish();

 private:
  enum class Outcome { done, refused, unreachable };
  void run(const std::stop_token& stop);
  [[nodiscard]] Outcome declare(const std::stop_token& stop) const;

  Parts parts_;
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread thread_;  // last: ends before what it uses
};

}  // namespace gatehouse::sdk
