// SPDX-License-Identifier: Apache-2.0
#include "core/http/security_headers.h"

namespace gatehouse::http {

void add_api_security_headers(Response& response) {
  static constexpr std::pair<std::string_view, std::string_view> kFields[] = {
      {"Cache-Control", "no-store"},
      {"X-Content-Type-Options", "nosniff"},
      {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
      {"Referrer-Policy", "no-referrer"},
  };
  for (const auto& [name, value] : kFields) {
    if (!response.headers.find(name)) response.headers.add(name, value);
  }
}

}  // namespace gatehouse::http
