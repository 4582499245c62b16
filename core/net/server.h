// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/random.h"
#include "core/http/handler.h"

namespace gatehouse::net {

/// Bounds on what a client may send and hold. Times are kept to a quarter of a second. The defaults are what
/// both the platform and apps run with.
struct ServerLimits {
  std::size_t request_line = 8 * 1024;   ///< longer: 414
  std::size_t header_bytes = 16 * 1024;  ///< all fields together; longer: 431
  std::size_t header_count = 100;        ///< more: 431
  std::size_t body_bytes = 1024 * 1024;  ///< longer: 413
  /// From the first byte of a request to the end of its header.
  std::chrono::milliseconds header_deadline{8000};
  std::chrono::milliseconds body_deadline{8000};  ///< grace, extended by body_bytes_per_second
  std::size_t body_bytes_per_second = 500;
  std::chrono::milliseconds write_stall{10000};
  std::chrono::milliseconds keep_alive_idle{60000};
  std::size_t connections = 8192;
  std::size_t connections_per_address = 256;  ///< of IPv6, per /64; trusted proxies are not counted
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;   ///< 0: the kernel chooses, see Server::port
  std::string unix_socket;  ///< path; if set, also listens there with mode 0600
  unsigned threads = 1;     ///< event loops, each with its own SO_REUSEPORT listener
  /// Addresses or CIDR ranges whose X-Forwarded-For and -Proto, or Forwarded, count.
  std::vector<std::string> trusted_proxies;
  /// At which level an answered request is logged, with its request id, path and status. Unset: debug.
  std::function<LogLevel(const http::Request&)> request_log_level;
  ServerLimits limits;
};

/// Listens, parses HTTP/1.1 strictly, runs each request on a fiber and writes the answers, in order.
/// Requests over the Unix socket go to `local_handler`. What is no lawful request is answered here, with
/// problem+json, and the connection closed. HTTP/1.0 is answered without keep-alive.
///
/// An idle connection holds no fiber and no buffer, under 1 KB besides the kernel's. When all places are
/// taken the one that has waited longest without a request makes room.
class Server {
 public:
  /// Throws std::invalid_argument for a trusted proxy that is no address or range. All references outlive it.
  Server(ServerOptions options, http::Handler handler, http::Handler local_handler, const Clock& clock,
         RandomSource& random, Logger& log);
  ~Server();  ///< Stops at once if still running.
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds and starts the threads. Throws std::runtime_error with the address and the reason if it can't.
  void start();
  /// Runs background work on a fiber of the first event loop; after `start`, from any thread.
  void spawn(std::function<void()> work);
  /// The bound port.
  [[nodiscard]] std::uint16_t port() const;
  /// Stops accepting, closes idle connections, ends background fibers (see Stopped), lets requests in flight
  /// end (at most `limit`; then they are cut off) and joins the threads.
  void drain_and_stop(std::chrono::milliseconds limit);

  struct Counters {
    std::uint64_t requests = 0, connections_open = 0, connections_total = 0, refused_connections = 0,
                  bad_requests = 0;
  };
  [[nodiscard]] Counters counters() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Blocks SIGINT and SIGTERM for all threads made afterwards and waits for one of them; returns its number.
/// Call `block_stop_signals` first in main, before any thread.
void block_stop_signals();
int wait_for_stop_signal();

}  // namespace gatehouse::net
