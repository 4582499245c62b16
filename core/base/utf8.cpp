// SPDX-License-Identifier: Apache-2.0
#include "core/base/utf8.h"

#include <cstddef>

namespace gatehouse {
namespace {

struct Sequence {
  std::size_t length = 0;      // zero: no lawful first byte
  unsigned char least = 0x80;  // bounds of the second byte
  unsigned char most = 0xbf;
};

// RFC 3629, section 4
Sequence sequence_of(unsigned char first) {
  if (first < 0x80) return {1};
  if (first >= 0xc2 && first <= 0xdf) return {2};
  if (first == 0xe0) return {3, 0xa0, 0xbf};
  if (first == 0xed) return {3, 0x80, 0x9f};
  if (first >= 0xe1 && first <= 0xef) return {3};
  if (first == 0xf0) return {4, 0x90, 0xbf};
  if (first >= 0xf1 && first <= 0xf3) return {4};
  if (first == 0xf4) return {4, 0x80, 0x8f};
  return {};
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto [length, least, most] = sequence_of(static_cast<unsigned char>(text[i]));
    if (length == 0 || text.size() - i < length) return false;
    for (std::size_t k = 1; k < length; ++k) {
      const auto byte = static_cast<unsigned char>(text[i + k]);
      if (byte < (k == 1 ? least : 0x80) || byte > (k == 1 ? most : 0xbf)) return false;
    }
    i += length;
  }
  return true;
}

}  // namespace gatehouse
