// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/clock.h"
#include "core/base/secret_string.h"

// The tokens that every contender of bench_token verifies.
namespace gatehouse::bench {

inline constexpr std::int64_t kNow = 1'795'428'900;

[[nodiscard]] const SecretString& secret();
/// About 450 characters: one user of one app with roles and permissions.
[[nodiscard]] const std::string& typical_token();
/// The same with `typ: JWT`, since libjwt takes no other.
[[nodiscard]] const std::string& typical_token_for_libjwt();
/// What a Kottster app knows: appId, userId, userEmail, iat, exp.
[[nodiscard]] const std::string& bare_token();
/// Every claim of the contract's table.
[[nodiscard]] const std::string& full_token();

}  // namespace gatehouse::bench
