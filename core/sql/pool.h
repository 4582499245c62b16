// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "core/net/fiber.h"
#include "core/sql/remote_connection.h"

namespace gatehouse::sql {

struct PoolLimits {
  std::size_t connections = 8;
  std::size_t waiting = 1024;                ///< callers waiting for a connection; more: Error(busy)
  std::chrono::milliseconds wait{1500};      ///< for a free connection; then Error(busy)
  std::chrono::milliseconds connect{1500};   ///< for a new connection; then Error(lost)
  std::chrono::milliseconds answer{30'000};  ///< for a statement; then Error(lost)
};

/// Connections made when needed and kept, handed out in the order of asking. Thread-safe.
class Pool {
 public:
  using Make = std::function<std::unique_ptr<RemoteConnection>()>;
  Pool(PoolLimits limits, Make make) : limits_(limits), make_(std::move(make)) {}

  /// A connection for as long as this lives.
  class Lease {
   public:
    explicit Lease(Pool& pool) : pool_(pool), connection_(pool.take()) {}
    ~Lease() { pool_.give_back(std::move(connection_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    [[nodiscard]] RemoteConnection& connection() { return *connection_; }

   private:
    Pool& pool_;
    std::unique_ptr<RemoteConnection> connection_;
  };

  /// Closes the idle connections: after one broke, the others probably did as well.
  void drop_idle();

 private:
  struct Waiting {
    std::shared_ptr<net::Waiter> waiter;
    std::unique_ptr<RemoteConnection> given;
    bool served = false;  ///< with a connection, or with leave to make one
  };

  std::unique_ptr<RemoteConnection> take();
  void wait(Waiting& waiting);
  std::unique_ptr<RemoteConnection> make();
  void give_back(std::unique_ptr<RemoteConnection> connection);

  const PoolLimits limits_;
  const Make make_;
  std::mutex mutex_;
  std::size_t open_ = 0;  ///< idle, leased or being made
  std::vector<std::unique_ptr<RemoteConnection>> idle_;
  std::deque<Waiting*> waiting_;
};

}  // namespace gatehouse::sql
