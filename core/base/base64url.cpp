// SPDX-License-Identifier: Apache-2.0
#include "core/base/base64url.h"

#include <array>
#include <cstdint>

namespace gatehouse {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kInvalid = 0xff;

constexpr std::array<std::uint8_t, 256> make_decode_table() {
  std::array<std::uint8_t, 256> table{};
  table.fill(kInvalid);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) table[std::uint8_t(kAlphabet[i])] = std::uint8_t(i);
  return table;
}
constexpr auto kDecode = make_decode_table();

}  // namespace

std::string encode_base64url(ByteView bytes) {
  std::string text;
  text.reserve(base64url_length(bytes.size()));
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const auto byte : bytes) {
    buffer = (buffer << 8) | std::to_integer<std::uint32_t>(byte);
    for (bits += 8; bits >= 6; bits -= 6) text += kAlphabet[(buffer >> (bits - 6)) & 63];
  }
  if (bits > 0) text += kAlphabet[(buffer << (6 - bits)) & 63];
  return text;
}

std::optional<std::size_t> decode_base64url(std::string_view text, std::span<std::byte> out) {
  if (text.size() % 4 == 1 || out.size() < text.size() * 3 / 4) return std::nullopt;
  std::uint32_t buffer = 0;
  int bits = 0;
  std::size_t written = 0;
  for (const char c : text) {
    const auto value = kDecode[std::uint8_t(c)];
    if (value == kInvalid) return std::nullopt;
    buffer = (buffer << 6) | value;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[written++] = std::byte(buffer >> bits);
    }
  }
  if ((buffer & ((1U << bits) - 1)) != 0) return std::nullopt;
  return written;
}

std::optional<Bytes> decode_base64url(std::string_view text) {
  Bytes bytes(text.size() * 3 / 4);
  const auto written = decode_base64url(text, bytes);
  if (!written) return std::nullopt;
  bytes.resize(*written);
  return bytes;
}

}  // namespace gatehouse
