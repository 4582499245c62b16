// SPDX-License-Identifier: Apache-2.0
#include "server/pages/return_address.h"

#include "core/http/path.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kMaxLength = 4096;

// A path with one reading only leaves no room for `//host`, `/\host`, tabs, dot segments or a scheme, whether
// spelled plainly or percent-encoded (RFC 9700, section 4.11).
bool is_own_address(std::string_view address) {
  if (address.size() > kMaxLength) return false;
  const auto mark = address.find('?');
  return http::is_unambiguous_path(address.substr(0, mark)) &&
         (mark == std::string_view::npos || http::is_query(address.substr(mark + 1)));
}

}  // namespace

std::string safe_return_address(std::optional<std::string_view> candidate) {
  return std::string(candidate && is_own_address(*candidate) ? *candidate : kDefaultPage);
}

}  // namespace gatehouse::server
