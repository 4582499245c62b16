// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "core/base/secret_string.h"
#include "core/http/request.h"
#include "core/http/response.h"

namespace gatehouse::server {

/// The session cookie: `gatehouse_session`, over HTTPS `__Host-gatehouse_session`. HttpOnly, SameSite=Lax,
/// opaque.
class SessionCookie {
 public:
  enum class Transport { http, https };
  explicit SessionCookie(Transport transport) : transport_(transport) {}

  [[nodiscard]] std::string name() const;
  /// Absent when the request has none, two, or one that can't be ours by its form.
  [[nodiscard]] std::optional<SecretString> find(const http::Request& request) const;
  void set(http::Response& response, const SecretString& token, std::chrono::seconds max_age) const;
  void clear(http::Response& response) const;

 private:
  Transport transport_;
};

}  // namespace gatehouse::server
