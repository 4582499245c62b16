// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "core/http/request.h"

namespace gatehouse::sdk {

struct NoCredentials {};
struct MalformedCredentials {
  std::string_view code;  ///< stable, for the log
};
struct TokenText {
  std::string_view text;  ///< not yet verified; lives as long as the request and `room`
};

using Credentials = std::variant<NoCredentials, MalformedCredentials, TokenText>;

inline constexpr const char* kTokenCookie = "jwtToken";

/// Where a request carries an Authorization header, that alone decides: a bad one is not rescued by a good
/// cookie. `room` keeps the cookie's value.
[[nodiscard]] Credentials find_credentials(const http::Request& request, std::string& room);

}  // namespace gatehouse::sdk
