// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/http/cookie.h"
#include "core/http/syntax.h"

using namespace gatehouse;

/// The session cookie is found once or not at all, and never more than the field holds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (!http::is_field_value(text)) return 0;
  http::Request request;
  request.headers.add("Cookie", text);
  const auto value = http::find_cookie(request, "s");
  if (value && text.find(*value) == text.npos) std::abort();
  request.headers.add("Cookie", "s=1");
  const auto again = http::find_cookie(request, "s");
  if (value && again) std::abort();
  return 0;
}
