// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/crypto/hmac.h"
#include "server/defence/used_challenges.h"

namespace gatehouse::server {

/// Asks for proofs of work (core/crypto/proof_of_work.h) and takes them, one use each.
///
/// A challenge carries what is to be known about it, signed; nothing is kept of those that were only asked
/// for. Signed with it is what it is for: the action, the account as its address was typed, and this run of
/// the program, because what was used before a restart is forgotten. Thread-safe.
class Challenges {
 public:
  /// How long one can be used. Long enough for an old phone at the highest difficulty.
  static constexpr std::chrono::minutes kLifetime{5};

  /// `action` is a word that no other user of the key has.
  Challenges(const Clock& clock, RandomSource& random, const crypto::HmacSha256Key& key, std::string action);

  struct Challenge {
    std::string task;  ///< base64url
    int bits;
    Time expires_at;
  };
  [[nodiscard]] Challenge make(std::string_view account, int bits) const;

  enum class Verdict { accepted, refused, full };
  /// Judges a solution, `TASK.NONCES`. Nothing is hashed for a puzzle of a challenge that isn't ours, was
  /// changed, or is of an earlier time.
  [[nodiscard]] Verdict redeem(std::string_view solution, std::string_view account);

  /// Bytes kept, whatever the flood.
  [[nodiscard]] std::size_t bytes() const { return used_.bytes(); }

 private:
  using Moment = UsedChallenges::Moment;
  /// Bits, the moment it ends, salt.
  static constexpr std::size_t kFactBytes = 1 + 8 + 16;
  static constexpr std::size_t kTaskBytes = kFactBytes + sizeof(crypto::Sha256Digest);

  [[nodiscard]] Moment now() const;
  [[nodiscard]] Bytes signed_text(ByteView facts, std::string_view account) const;

  const Clock& clock_;
  RandomSource& random_;
  const crypto::HmacSha256Key& key_;
  const std::string action_;
  std::array<std::byte, 16> run_{};  ///< of this run of the program
  UsedChallenges used_;
};

}  // namespace gatehouse::server
