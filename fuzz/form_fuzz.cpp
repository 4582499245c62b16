// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/base/utf8.h"
#include "core/http/form.h"

using namespace gatehouse;

/// What is decoded is UTF-8 without NUL, and says the same when encoded and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (http::percent_decode(http::percent_encode(text)) != text) std::abort();
  const auto form = http::parse_form(text);
  if (!form) return 0;
  std::string again;
  for (const auto& [name, value] : form->pairs()) {
    if (!is_valid_utf8(name) || !is_valid_utf8(value) || (name + value).find('\0') != std::string::npos)
      std::abort();
    again += (again.empty() ? "" : "&") + http::percent_encode(name) + "=" + http::percent_encode(value);
    (void)form->find(name);
  }
  const auto reread = http::parse_form(again);
  if (!reread || reread->pairs() != form->pairs() || reread->has_duplicates() != form->has_duplicates())
    std::abort();
  return 0;
}
