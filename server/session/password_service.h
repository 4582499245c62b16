// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/base/secret_string.h"
#include "core/crypto/password_hasher.h"
#include "core/http/response.h"
#include "core/net/blocking_pool.h"

namespace gatehouse::server {

/// Argon2id on its own bounded threads: what does not fit is shed, so that a flood of sign-ins can't grow
/// without bound.
class PasswordService {
 public:
  PasswordService(const crypto::PasswordHasher& hasher, net::BlockingPool& pool)
      : hasher_(hasher), pool_(pool) {}

  /// True when the password fits. An absent hash costs the same work and is false: time does not tell who
  /// exists.
  [[nodiscard]] Result<bool, net::PoolFull> verify(const SecretString& password,
                                                   const std::optional<std::string>& phc) const {
    return pool_.run([&] { return phc ? hasher_.verify(password, *phc) : hasher_.verify_nothing(password); });
  }
  [[nodiscard]] Result<std::string, net::PoolFull> hash(const SecretString& password) const {
    return pool_.run([&] { return hasher_.hash(password); });
  }
  [[nodiscard]] bool needs_rehash(const std::string& phc) const { return hasher_.needs_rehash(phc); }

 private:
  const crypto::PasswordHasher& hasher_;
  net::BlockingPool& pool_;
};

/// 503 `overloaded` with Retry-After.
[[nodiscard]] http::Response overloaded();

}  // namespace gatehouse::server
