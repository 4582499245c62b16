// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/live_link/revocation_table.h"

#include <algorithm>
#include <bit>

namespace gatehouse::sdk {
namespace {

constexpr std::size_t kFewestPlaces = 64;

// 0 marks an empty place.
constexpr std::uint64_t to_key(std::uint64_t hash) {
  return hash == 0 ? 1 : hash;
}

}  // namespace

RevocationTable::RevocationTable(std::size_t entries)
    : mask_(std::bit_ceil(std::max(kFewestPlaces, entries * 4 / 3 + 2)) - 1),
      keys_(std::make_unique<std::atomic<std::uint64_t>[]>(mask_ + 1)),
      bars_(std::make_unique<Place[]>(mask_ + 1)) {
  static_assert(sizeof(Place) + sizeof keys_[0] == kBytesPerPlace);
}

bool RevocationTable::find(std::uint64_t key, Bar& bar) const {
  key = to_key(key);
  for (auto place = key & mask_;; place = (place + 1) & mask_) {
    const auto found = keys_[place].load(std::memory_order_acquire);
    if (found == 0) return false;
    if (found != key) continue;
    bar = bar_at(place);
    return true;
  }
}

void RevocationTable::put(std::uint64_t key, const Bar& bar) {
  key = to_key(key);
  auto place = key & mask_;
  for (;; place = (place + 1) & mask_) {
    const auto found = keys_[place].load(std::memory_order_relaxed);
    if (found == key) return raise(place, bar);
    if (found == 0) break;
  }
  raise(place, bar);
  keys_[place].store(key, std::memory_order_release);  // now that there is something to read
  ++size_;
}

Bar RevocationTable::bar_at(std::size_t place) const {
  const auto& from = bars_[place];
  return {.position = from.position.load(std::memory_order_relaxed),
          .happened = from.happened.load(std::memory_order_relaxed),
          .expires = from.expires.load(std::memory_order_relaxed)};
}

void RevocationTable::raise(std::size_t place, const Bar& bar) {
  const auto raise_to = [](auto& atomic, auto value) {
    if (value > atomic.load(std::memory_order_relaxed)) atomic.store(value, std::memory_order_relaxed);
  };
  raise_to(bars_[place].position, bar.position);
  raise_to(bars_[place].happened, bar.happened);
  raise_to(bars_[place].expires, bar.expires);
}

}  // namespace gatehouse::sdk
