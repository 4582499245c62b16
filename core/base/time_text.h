// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"

namespace gatehouse {

/// RFC 3339 in UTC with milliseconds: `2026-11-23T10:15:00.250Z`.
[[nodiscard]] std::string to_rfc3339(Time time);

/// Reads `YYYY-MM-DDTHH:MM:SS[.fraction](Z|+hh:mm|-hh:mm)`; absent for anything else.
[[nodiscard]] std::optional<Time> parse_rfc3339(std::string_view text);

/// IMF-fixdate for HTTP headers (RFC 9110, section 5.6.7): `Mon, 23 Nov 2026 10:15:00 GMT`.
[[nodiscard]] std::string to_http_date(Time time);

/// Reads `90s`, `15m`, `4h`, `7d`; a bare number means seconds. Absent for anything else, negative or over 10
/// years.
[[nodiscard]] std::optional<std::chrono::seconds> parse_duration(std::string_view text);

}  // namespace gatehouse
