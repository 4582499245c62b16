// SPDX-License-Identifier: Apache-2.0
#include "core/net/connection_places.h"

namespace gatehouse::net {

ConnectionPlaces::Outcome ConnectionPlaces::take(const std::optional<IpAddress>& address) {
  const std::lock_guard lock(mutex_);
  if (taken_ >= total_) return Outcome::full;
  if (address) {
    auto& count = by_address_[*address];
    if (count >= per_address_) return Outcome::address_full;
    ++count;
  }
  ++taken_;
  return Outcome::taken;
}

void ConnectionPlaces::give_back(const std::optional<IpAddress>& address) {
  const std::lock_guard lock(mutex_);
  --taken_;
  if (!address) return;
  const auto entry = by_address_.find(*address);
  if (--entry->second == 0) by_address_.erase(entry);
}

}  // namespace gatehouse::net
