// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/random.h"

namespace gatehouse::token {

/// A `jti` of 22 characters: 6 bytes of milliseconds since 1970, then 10 random ones. `iat` has whole seconds
/// only, and a token issued after a revoking event must pass even within the same second.
[[nodiscard]] std::string make_token_id(Time issued_at, RandomSource& random);

/// The time in a `jti` of that form. Believe it only where it agrees with `iat`: other issuers fill a jti as
/// they like.
[[nodiscard]] std::optional<Time> find_issue_time(std::string_view token_id);

}  // namespace gatehouse::token
