// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/return_path.h"

#include "core/http/path.h"

namespace gatehouse::sdk {

std::string checked_return_path(std::string_view wanted) {
  static constexpr std::size_t kMaxLength = 2048;
  const auto path = wanted.substr(0, wanted.find('?'));
  const bool has_query = path.size() < wanted.size();
  const bool is_own = wanted.size() <= kMaxLength && http::is_unambiguous_path(path) &&
                      (!has_query || http::is_query(wanted.substr(path.size() + 1)));
  // Back to a step of signing in would go round in circles.
  if (!is_own || path.starts_with("/auth/")) return "/";
  return std::string(wanted);
}

}  // namespace gatehouse::sdk
