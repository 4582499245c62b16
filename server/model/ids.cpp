// SPDX-License-Identifier: Apache-2.0
#include "server/model/ids.h"

#include <array>

namespace gatehouse::server {

std::string make_sortable_text(std::string_view prefix, const Clock& clock, RandomSource& random) {
  static constexpr std::string_view kBase32Hex = "0123456789abcdefghijklmnopqrstuv";
  const auto milliseconds = std::uint64_t(clock.now().time_since_epoch().count()) & 0xffff'ffff'ffffULL;
  std::array<std::byte, 16> noise{};
  random.fill(noise);
  std::string text(prefix);
  // 10 characters hold 50 bits of time, most significant first; 16 more hold 5 random bits each.
  for (int shift = 45; shift >= 0; shift -= 5) text += kBase32Hex[(milliseconds >> shift) & 31];
  for (const auto byte : noise) text += kBase32Hex[std::to_integer<unsigned>(byte) & 31];
  return text;
}

}  // namespace gatehouse::server
