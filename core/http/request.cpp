// SPDX-License-Identifier: Apache-2.0
#include "core/http/request.h"

#include <stdexcept>

namespace gatehouse::http {

const std::string& Request::param(std::string_view name) const {
  for (const auto& [key, value] : params) {
    if (key == name) return value;
  }
  throw std::out_of_range("the route has no path parameter " + std::string(name));
}

bool Request::is_navigation() const {
  if (const auto mode = header("Sec-Fetch-Mode")) return *mode == "navigate";
  const auto accept = header("Accept");
  return accept && accept->find("text/html") != std::string_view::npos;
}

}  // namespace gatehouse::http
