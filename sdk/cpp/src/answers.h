// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/http/response.h"

namespace gatehouse::sdk {

/// `{"error": text}`
[[nodiscard]] http::Response error_answer(int status, std::string_view text);

enum class Challenge { no_token, invalid_token };
/// 401. There is one answer for all bad tokens; why a token was refused is for the log alone.
[[nodiscard]] http::Response unauthorized(Challenge challenge);

[[nodiscard]] http::Response internal_error();

/// 503: what the platform said last is too old to go by.
[[nodiscard]] http::Response too_stale();

}  // namespace gatehouse::sdk
