// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>

#include "core/net/ip_address.h"

namespace gatehouse::net {

/// How many connections there may be, in total and from one address. Thread-safe.
class ConnectionPlaces {
 public:
  enum class Outcome { taken, full, address_full };
  ConnectionPlaces(std::size_t total, std::size_t per_address) : total_(total), per_address_(per_address) {}

  /// Takes a place. Without an address (a trusted proxy, the local socket) the total alone counts.
  Outcome take(const std::optional<IpAddress>& address);
  void give_back(const std::optional<IpAddress>& address);
  [[nodiscard]] std::size_t taken() const { return taken_; }

 private:
  const std::size_t total_;
  const std::size_t per_address_;
  std::mutex mutex_;
  std::atomic<std::size_t> taken_ = 0;
  std::map<IpAddress, std::size_t> by_address_;
};

}  // namespace gatehouse::net
