// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <vector>

#include "core/net/connection_places.h"
#include "core/net/ip_address.h"
#include "core/net/server.h"

namespace gatehouse::net {

/// What all threads of a server share.
struct ServerContext {
  ServerOptions options;
  http::Handler handler;
  http::Handler local_handler;
  const Clock& clock;
  RandomSource& random;
  Logger& log;
  std::vector<IpRange> trusted_proxies;
  /// Deadlines of sockets are about real time, whatever clock the program is given.
  SystemClock socket_clock{};
  ConnectionPlaces places{options.limits.connections, options.limits.connections_per_address};
  std::atomic<std::uint64_t> requests = 0;
  std::atomic<std::uint64_t> connections_total = 0;
  std::atomic<std::uint64_t> refused_connections = 0;
  std::atomic<std::uint64_t> bad_requests = 0;
};

}  // namespace gatehouse::net
