// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <variant>

#include "core/http/request.h"

namespace gatehouse::sdk {

struct NoCredentials {};
struct MalformedCredentials {
  std::string code;  ///< stable, for the log
};
struct TokenText {
  enum class Source { header, cookie };
  std::string text;  ///< not yet verified
  Source source;
};

using Credentials = std::variant<NoCredentials, MalformedCredentials, TokenText>;

inline constexpr const char* kTokenCookie = "jwtToken";

/// Where a request carries an Authorization header, that alone decides: a bad one is not rescued by a good
/// cookie.
[[nodiscard]] Credentials find_credentials(const http::Request& request);

}  // namespace gatehouse::sdk
