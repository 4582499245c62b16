// SPDX-License-Identifier: Apache-2.0
#include "server/model/plain_text.h"

#include <utf8proc.h>

namespace gatehouse::server {
namespace {

bool is_readable(utf8proc_int32_t code_point) {
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return false;
    // Joiners shape words in several scripts; other format characters only hide or reorder.
    case UTF8PROC_CATEGORY_CF:
      return code_point == 0x200c || code_point == 0x200d;
    default:
      return true;
  }
}

bool is_visible(utf8proc_int32_t code_point) {
  const auto category = utf8proc_category(code_point);
  return category != UTF8PROC_CATEGORY_ZS && category != UTF8PROC_CATEGORY_CF;
}

}  // namespace

bool is_plain_text(std::string_view text, std::size_t max_bytes) {
  if (text.empty() || text.size() > max_bytes) return false;
  bool visible = false;
  while (!text.empty()) {
    utf8proc_int32_t code_point = 0;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                         utf8proc_ssize_t(text.size()), &code_point);
    if (length <= 0 || !is_readable(code_point)) return false;
    visible = visible || is_visible(code_point);
    text.remove_prefix(std::size_t(length));
  }
  return visible;
}

}  // namespace gatehouse::server
