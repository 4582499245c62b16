// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/http/headers.h"
#include "core/http/method.h"

namespace gatehouse::http {

/// One request, complete and within the server's limits; the network layer has refused everything else.
struct Request {
  Method method = Method::get;
  /// Path of the target as sent, still percent-encoded, starting with `/`. Never holds dot segments or `//`,
  /// an encoded slash or NUL: the network layer refuses those (400).
  std::string path = "/";
  /// What follows `?`, without it; empty when there is none.
  std::string query;
  Headers headers;
  std::string body;
  /// Numeric address of the peer, or of the client behind a trusted proxy. Empty for the local socket.
  std::string client_address;
  /// `http` or `https` as the client saw it (a trusted proxy may say so).
  std::string scheme = "http";
  /// Ours, for logs, errors and the answer's X-Request-Id.
  std::string request_id;
  /// Path parameters set by the router, percent-decoded: `{id}` of `/users/{id}`.
  std::vector<std::pair<std::string, std::string>> params;

  /// A path parameter of the matched route. Asking for one that the route does not have is a bug: throws
  /// std::out_of_range.
  [[nodiscard]] const std::string& param(std::string_view name) const;
  /// First header field of that name.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const {
    return headers.find(name);
  }
  /// True when a browser is navigating to a page (Sec-Fetch-Mode, else Accept: text/html).
  [[nodiscard]] bool is_navigation() const;
};

}  // namespace gatehouse::http
