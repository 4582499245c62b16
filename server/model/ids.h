// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/id.h"
#include "core/base/random.h"

namespace gatehouse::server {

using UserId = Id<struct UserIdTag>;
using AppId = Id<struct AppIdTag>;
using SessionId = Id<struct SessionIdTag>;
using GrantId = Id<struct GrantIdTag>;

/// Text that sorts by creation time and can't be guessed: `prefix`, then 26 characters of 0-9a-v
/// (48 bits of milliseconds, 82 random bits). Lists are paged in its order.
[[nodiscard]] std::string make_sortable_text(std::string_view prefix, const Clock& clock,
                                             RandomSource& random);

/// User ids start with `usr_`; app ids may not, so that the two kinds of token subject never meet.
inline constexpr std::string_view kUserIdPrefix = "usr_";
inline constexpr std::string_view kSessionIdPrefix = "ses_";
inline constexpr std::string_view kGrantIdPrefix = "grt_";

}  // namespace gatehouse::server
