// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/http/request.h"

namespace gatehouse::http {

/// The value of a request cookie. Absent when there is none, or when the name stands more than once: an
/// ambiguous cookie never authenticates.
[[nodiscard]] std::optional<std::string> find_cookie(const Request& request, std::string_view name);

/// One Set-Cookie field. Path is `/` and there is never a Domain.
struct SetCookie {
  enum class SameSite { lax, strict };
  enum class Script { hidden, readable };  ///< hidden: HttpOnly
  enum class Transport { any, https };     ///< https: Secure
  std::string name;
  std::string value;
  std::optional<std::chrono::seconds> max_age;  ///< absent: until the browser closes; zero: remove now
  SameSite same_site = SameSite::lax;
  Script script = Script::hidden;
  Transport transport = Transport::any;
};

[[nodiscard]] std::string to_header(const SetCookie& cookie);

}  // namespace gatehouse::http
