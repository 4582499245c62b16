// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/http/response.h"

namespace gatehouse::server {

/// An error of the endpoints that apps call themselves (RFC 6749, section 5.2).
struct OAuthError {
  int status = 400;
  std::string error;
  std::string description;
};

[[nodiscard]] OAuthError invalid_request(std::string description);
/// One and the same for an unknown app, a wrong secret and none.
[[nodiscard]] OAuthError invalid_client();
[[nodiscard]] OAuthError invalid_grant(std::string description);
/// The database can't take the write now.
[[nodiscard]] OAuthError temporarily_unavailable();

[[nodiscard]] http::Response to_response(const OAuthError& error);

}  // namespace gatehouse::server
