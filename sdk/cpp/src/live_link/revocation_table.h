// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

namespace gatehouse::sdk {

/// What one key's tokens must be newer than.
struct Bar {
  std::int64_t position = 0;   ///< for tokens that say theirs
  std::uint32_t happened = 0;  ///< second, for those that don't
  std::uint32_t expires = 0;   ///< second, after which nothing it bars can be alive
};

/// A hash table of bars: open addressing, 24 bytes a place, at most three quarters full. One thread puts, any
/// number find meanwhile.
class RevocationTable {
 public:
  static constexpr std::size_t kBytesPerPlace = 24;

  /// With places for `entries` and as many more before it is full.
  explicit RevocationTable(std::size_t entries);

  /// False when nothing bars that key.
  [[nodiscard]] bool find(std::uint64_t key, Bar& bar) const;

  /// Adds the bar, or raises the one that is there. The table must not be full.
  void put(std::uint64_t key, const Bar& bar);

  [[nodiscard]] bool is_full() const { return (size_ + 1) * 4 > places() * 3; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t places() const { return mask_ + 1; }

  /// `visit(key, bar)` for each; for the thread that puts.
  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t i = 0; i <= mask_; ++i) {
      const auto key = keys_[i].load(std::memory_order_relaxed);
      if (key != 0) visit(key, bar_at(i));
    }
  }

 private:
  struct Place {
    std::atomic<std::int64_t> position;
    std::atomic<std::uint32_t> happened, expires;
  };
  [[nodiscard]] Bar bar_at(std::size_t place) const;
  void raise(std::size_t place, const Bar& bar);

  std::size_t mask_;
  std::size_t size_ = 0;
  // Apart from the rest: nearly every look-up finds nothing, and then reads these alone.
  std::unique_ptr<std::atomic<std::uint64_t>[]> keys_;
  std::unique_ptr<Place[]> bars_;
};

}  // namespace gatehouse::sdk
