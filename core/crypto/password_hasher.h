// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/secret_string.h"

namespace gatehouse::crypto {

/// What one argon2id hash costs. The default is OWASP's: 19 MiB, two passes, one lane; about 20 ms of one
/// core.
struct PasswordCost {
  std::uint32_t memory_kib = 19 * 1024;
  std::uint32_t passes = 2;

  /// 8 MiB to 256 MiB, 1 to 16 passes: outside, a setting is a mistake.
  [[nodiscard]] bool is_sane() const;
  friend bool operator==(const PasswordCost&, const PasswordCost&) = default;
};

/// Reads the cost out of `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`; absent for any other form, other argon2
/// kinds, or a cost above 256 MiB, 16 passes or 4 lanes, which an attacker may have written to stall the
/// server.
[[nodiscard]] std::optional<PasswordCost> parse_password_cost(std::string_view phc);

/// Hashes passwords with argon2id (RFC 9106). Blocks for tens of milliseconds and needs
/// PasswordCost::memory_kib of memory meanwhile: callers bound how many run at once. Thread-safe.
///
/// The memory stays mapped between hashes, since mapping and zeroing it costs about a third of a hash; call
/// release_idle_memory() when no hash has been asked for during some seconds.
class PasswordHasher {
 public:
  /// Throws std::invalid_argument when the cost is not sane.
  explicit PasswordHasher(PasswordCost cost = {});

  /// A PHC string with a salt of its own. Throws std::bad_alloc when there is no memory.
  [[nodiscard]] std::string hash(const SecretString& password) const;

  /// False for a wrong password as for a malformed or too costly `phc`.
  [[nodiscard]] bool verify(const SecretString& password, std::string_view phc) const;

  /// Does the same work as verify() and is always false: for accounts that don't exist.
  bool verify_nothing(const SecretString& password) const;

  /// True when `phc` was made with another cost, or is none at all.
  [[nodiscard]] bool needs_rehash(std::string_view phc) const;

  /// Gives memory that no running hash uses back to the system. Returns the bytes given back.
  static std::size_t release_idle_memory();

 private:
  PasswordCost cost_;
  std::string nothing_;  ///< the hash of a random password
};

}  // namespace gatehouse::crypto
