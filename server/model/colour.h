// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::server {

/// An opaque sRGB colour.
struct Colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;

  friend bool operator==(const Colour&, const Colour&) = default;
};

/// `#1d5847`: six hexadecimal digits in either case.
[[nodiscard]] std::optional<Colour> parse_colour(std::string_view text);
/// `#1d5847`
[[nodiscard]] std::string to_text(Colour colour);

/// 1 to 21, as WCAG 2.2 defines it; text is readable from 4.5 on (success criterion 1.4.3).
[[nodiscard]] double contrast(Colour one, Colour other);
inline constexpr double kReadable = 4.5;

/// `share` (0 to 1) of `other` in `colour`.
[[nodiscard]] Colour mix(Colour colour, Colour other, double share);

}  // namespace gatehouse::server
