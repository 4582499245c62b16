// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/http/request.h"
#include "core/http/response.h"

namespace gatehouse::server {

/// What a person is told when a page can't be shown. Plain text, whole sentences.
struct ErrorText {
  std::string title;     ///< short, no full stop
  std::string happened;  ///< what happened
  std::string advice;    ///< what to do now; empty: go back and try again
};

/// The error page, with the request's id for the administrator. It never redirects and links to our own pages
/// only.
[[nodiscard]] http::Response error_page(int status, const ErrorText& text, const http::Request& request);

/// The same with words of our own for a status such as 403, 404 or 500. `detail`, when not empty, says what
/// happened.
[[nodiscard]] http::Response error_page(int status, const std::string& detail, const http::Request& request);

}  // namespace gatehouse::server
