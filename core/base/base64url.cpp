// SPDX-License-Identifier: Apache-2.0
#include "core/base/base64url.h"

#include <array>
#include <cstdint>
#include <cstring>

#include "core/base/base64url_portable.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

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

#if defined(__x86_64__)

/// Decodes 32 characters to 24 bytes at the start of `out`, which has room for 32. After W. Mula and D.
/// Lemire, "Faster Base64 Encoding and Decoding Using AVX2 Instructions", with tables for the URL-safe
/// alphabet.
__attribute__((target("avx2"))) inline bool decode_block(const char* in, std::byte* out) {
  const __m256i chars = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(in));
  const __m256i high = _mm256_and_si256(_mm256_srli_epi32(chars, 4), _mm256_set1_epi8(0x0f));
  const __m256i low = _mm256_and_si256(chars, _mm256_set1_epi8(0x0f));

  // One bit for each kind of high half; a character is valid when its low half leaves that bit clear.
  const __m256i kinds = _mm256_broadcastsi128_si256(_mm_setr_epi8(
      0x20, 0x20, 0x01, 0x02, 0x04, 0x08, 0x04, 0x10, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20));
  const __m256i refused = _mm256_broadcastsi128_si256(_mm_setr_epi8(
      0x25, 0x21, 0x21, 0x21, 0x21, 0x21, 0x21, 0x21, 0x21, 0x21, 0x23, 0x3b, 0x3b, 0x3a, 0x3b, 0x33));
  if (_mm256_testz_si256(_mm256_shuffle_epi8(refused, low), _mm256_shuffle_epi8(kinds, high)) == 0)
    return false;

  // '-' + 17, digits + 4, upper case - 65, lower case - 71; '_' shares its high half with upper case.
  const __m256i shifts =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 0, 17, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0));
  const __m256i underscore =
      _mm256_and_si256(_mm256_cmpeq_epi8(chars, _mm256_set1_epi8('_')), _mm256_set1_epi8(33));
  const __m256i values =
      _mm256_add_epi8(chars, _mm256_add_epi8(_mm256_shuffle_epi8(shifts, high), underscore));

  const __m256i pairs = _mm256_maddubs_epi16(values, _mm256_set1_epi32(0x01400140));
  const __m256i triples = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00011000));
  const __m256i packed = _mm256_shuffle_epi8(
      triples,
      _mm256_broadcastsi128_si256(_mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1)));
  const __m256i joined = _mm256_permutevar8x32_epi32(packed, _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 7, 7));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), joined);
  return true;
}

__attribute__((target("avx2"))) std::optional<std::size_t> decode_with_avx2(std::string_view text,
                                                                            std::span<std::byte> out) {
  constexpr std::size_t kChars = 32;
  constexpr std::size_t kBytes = 24;
  const auto size = text.size() * 3 / 4;
  if (text.size() % 4 == 1 || out.size() < size) return std::nullopt;
  const char* in = text.data();
  std::size_t left = text.size();
  std::byte* to = out.data();
  std::byte* const room = out.data() + out.size();
  std::array<std::byte, kChars> block;
  for (; left >= kChars; in += kChars, left -= kChars, to += kBytes) {
    const bool direct = room - to >= std::ptrdiff_t(kChars);
    if (!decode_block(in, direct ? to : block.data())) return std::nullopt;
    if (!direct) std::memcpy(to, block.data(), kBytes);
  }
  if (left == 0) return size;
  std::array<char, kChars> rest;
  rest.fill('A');
  std::memcpy(rest.data(), in, left);
  if (!decode_block(rest.data(), block.data())) return std::nullopt;
  std::memcpy(to, block.data(), left * 3 / 4);
  const unsigned unused = left % 4 == 2 ? 0x0f : left % 4 == 3 ? 0x03 : 0;
  if ((kDecode[std::uint8_t(text.back())] & unused) != 0) return std::nullopt;
  return size;
}

#endif

using Decoder = std::optional<std::size_t> (*)(std::string_view, std::span<std::byte>);

Decoder choose_decoder() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return decode_with_avx2;
#endif
  return decode_base64url_portable;
}

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

std::optional<std::size_t> decode_base64url_portable(std::string_view text, std::span<std::byte> out) {
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

std::optional<std::size_t> decode_base64url(std::string_view text, std::span<std::byte> out) {
  static const Decoder decode = choose_decoder();
  return decode(text, out);
}

std::optional<Bytes> decode_base64url(std::string_view text) {
  Bytes bytes(text.size() * 3 / 4);
  const auto written = decode_base64url(text, bytes);
  if (!written) return std::nullopt;
  bytes.resize(*written);
  return bytes;
}

}  // namespace gatehouse
