// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/crypto/short_hash.h"
#include "sdk/cpp/src/live_link/read_mostly.h"
#include "sdk/cpp/src/live_link/revocation_table.h"
#include "sdk/cpp/src/live_link/token_mark.h"

namespace gatehouse::sdk {

struct Revocation {
  enum class Scope {
    session,
    user,
    user_by_time,  ///< all that was issued up to `happened`, for what knows no position
  };
  Scope scope = Scope::session;
  std::string_view id;
  std::int64_t position = 0;
  std::int64_t happened = 0;  ///< second of the event
  std::int64_t expires = 0;   ///< second, after which nothing it concerns can be alive
};

/// What was revoked and could still be presented. A token is dead when a revocation that concerns it has a
/// higher position; one that says no position, when it was issued up to that second.
///
/// Takes 24 bytes a place, so 32 to 64 bytes a revocation, and at most 48 MiB (half as much again while it
/// is rebuilt). What has expired goes whenever it would grow. When even so a revocation finds no room, the
/// whole set becomes one bar for all: every token issued up to the second of the newest must be renewed, and
/// no dead one passes. Reading never waits. Thread-safe.
class RevocationSet {
 public:
  static constexpr std::size_t kMost = 1'500'000;

  explicit RevocationSet(RandomSource& random, std::size_t most = kMost);

  [[nodiscard]] TokenMark mark(std::string_view session_id, std::string_view user_id,
                               std::optional<std::int64_t> position, Time issued_at) const;
  [[nodiscard]] bool revokes(const TokenMark& mark) const;

  /// Forgets what expired before `known_until` where it needs the room.
  void add(const Revocation& revocation, std::int64_t known_until);
  /// Everything issued before that position (the app's epoch).
  void bar_all(std::int64_t position, std::int64_t happened);
  void forget_expired(std::int64_t known_until);
  /// Forgets everything, and refuses instead what was issued up to that second.
  void start_over(std::int64_t issued_until);

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  [[nodiscard]] std::uint64_t key_of(Revocation::Scope scope, std::string_view id) const;
  void become_one_bar();
  void rebuild(std::int64_t known_until, std::size_t room_for);
  void count();

  crypto::ShortHash hash_;
  std::size_t most_;
  mutable std::mutex writing_;
  ReadMostly<RevocationTable> table_;
  std::atomic<std::int64_t> all_position_ = 0, all_happened_ = 0, all_by_time_ = -1;
  std::atomic<bool> has_by_time_ = false;
  std::atomic<std::size_t> size_ = 0, bytes_ = 0;
};

}  // namespace gatehouse::sdk
