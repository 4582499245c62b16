// SPDX-License-Identifier: Apache-2.0
#include "server/model/colour.h"

#include <algorithm>
#include <cmath>

namespace gatehouse::server {
namespace {

std::optional<std::uint8_t> parse_hex_digit(char c) {
  if (c >= '0' && c <= '9') return std::uint8_t(c - '0');
  if (c >= 'a' && c <= 'f') return std::uint8_t(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return std::uint8_t(c - 'A' + 10);
  return std::nullopt;
}

std::optional<std::uint8_t> parse_hex_byte(std::string_view two) {
  const auto high = parse_hex_digit(two[0]);
  const auto low = parse_hex_digit(two[1]);
  if (!high || !low) return std::nullopt;
  return std::uint8_t(*high * 16 + *low);
}

double linear(std::uint8_t channel) {
  const double value = channel / 255.0;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

// WCAG 2.2, "relative luminance".
double luminance(Colour colour) {
  return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

}  // namespace

std::optional<Colour> parse_colour(std::string_view text) {
  if (text.size() != 7 || text.front() != '#') return std::nullopt;
  const auto red = parse_hex_byte(text.substr(1, 2));
  const auto green = parse_hex_byte(text.substr(3, 2));
  const auto blue = parse_hex_byte(text.substr(5, 2));
  if (!red || !green || !blue) return std::nullopt;
  return Colour{*red, *green, *blue};
}

std::string to_text(Colour colour) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "#";
  for (const auto channel : {colour.red, colour.green, colour.blue}) {
    text += kDigits[channel / 16U];
    text += kDigits[channel % 16U];
  }
  return text;
}

double contrast(Colour one, Colour other) {
  const double a = luminance(one);
  const double b = luminance(other);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

Colour mix(Colour colour, Colour other, double share) {
  const auto channel = [share](std::uint8_t from, std::uint8_t to) {
    return std::uint8_t(std::lround(from + (to - from) * share));
  };
  return {channel(colour.red, other.red), channel(colour.green, other.green),
          channel(colour.blue, other.blue)};
}

}  // namespace gatehouse::server
