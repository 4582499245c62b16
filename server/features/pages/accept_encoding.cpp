// SPDX-License-Identifier: Apache-2.0
#include "server/features/pages/accept_encoding.h"

#include <optional>

#include "core/http/headers.h"

namespace gatehouse::server {
namespace {

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Takes what stands before `separator` off the front of `rest`.
std::string_view take_until(std::string_view& rest, char separator) {
  const auto end = rest.find(separator);
  const auto part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  return trim(part);
}

/// `q=0`, `q=0.0`, `q=0.000`: not acceptable.
bool is_refusal(std::string_view weight) {
  if (!weight.starts_with("q=") && !weight.starts_with("Q=")) return false;
  return weight.substr(2).find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

bool accepts_coding(std::string_view accept_encoding, std::string_view coding) {
  std::optional<bool> any;
  while (!accept_encoding.empty()) {
    auto item = take_until(accept_encoding, ',');
    const auto name = take_until(item, ';');
    const bool taken = !is_refusal(trim(item));
    if (http::equal_ignoring_case(name, coding)) return taken;
    if (name == "*") any = taken;
  }
  return any.value_or(false);
}

}  // namespace gatehouse::server
