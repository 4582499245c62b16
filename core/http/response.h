// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/http/headers.h"

namespace gatehouse::http {

/// One answer. Content-Length, Date, Connection and X-Request-Id are the network layer's to add.
struct Response {
  int status = 200;
  Headers headers;
  std::string body;
};

[[nodiscard]] Response no_content();                                 ///< 204
[[nodiscard]] Response json_response(int status, std::string body);  ///< application/json, already serialised
[[nodiscard]] Response text_response(int status, std::string body);  ///< text/plain; charset=utf-8
[[nodiscard]] Response html_response(int status, std::string body);  ///< text/html; charset=utf-8
/// 303 See Other by default; 302 never (RFC 9700, section 4.12: only 303 is safe after a POST).
[[nodiscard]] Response redirect(std::string_view location, int status = 303);

}  // namespace gatehouse::http
