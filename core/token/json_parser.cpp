// SPDX-License-Identifier: Apache-2.0
#include "core/token/json_parser.h"

#include <algorithm>
#include <cstring>

#include "core/token/utf8.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace gatehouse::token {
namespace {

/// The first quote, backslash, control or non-ASCII character from `at` on; the padding has one at the
/// latest.
inline const char* find_special(const char* at) {
#if defined(__SSE2__)
  for (;; at += 16) {
    const __m128i chars = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i special = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(chars, _mm_set1_epi8('"')), _mm_cmpeq_epi8(chars, _mm_set1_epi8('\\'))),
        _mm_cmplt_epi8(chars, _mm_set1_epi8(' ')));  // signed: non-ASCII is below
    if (const int mask = _mm_movemask_epi8(special); mask != 0) return at + __builtin_ctz(unsigned(mask));
  }
#else
  while (static_cast<signed char>(*at) >= ' ' && *at != '"' && *at != '\\') ++at;
  return at;
#endif
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

class Parser {
 public:
  Parser(char* text, std::size_t size, std::span<JsonNode> nodes)
      : text_(text), at_(text), end_(text + size), room_(text + size + kJsonPadding), nodes_(nodes) {}

  Result<ParsedJson, JsonError> parse() {
    skip_space();
    if (*at_ != '{') return fail(JsonError::syntax);
    if (!parse_value(0, {})) return fail(error_);
    skip_space();
    if (at_ != end_) return fail(JsonError::syntax);
    return ParsedJson{count_, std::size_t(room_ - text_)};
  }

 private:
  struct Slice {
    std::uint32_t offset = 0;
    std::uint32_t size = 0;
  };

  bool refuse(JsonError error = JsonError::syntax) {
    error_ = error;
    return false;
  }

  void skip_space() {
    while (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t') ++at_;
  }

  std::uint32_t offset(const char* at) const { return std::uint32_t(at - text_); }

  bool parse_value(int level, Slice name) {
    if (count_ == nodes_.size()) return refuse(JsonError::too_many_values);
    if (name.size > UINT16_MAX) return refuse(JsonError::too_large);
    const auto index = count_++;
    const char* const start = at_;
    Slice value;
    JsonKind kind = JsonKind::number;
    bool parsed = false;
    switch (*at_) {
      case '"':
        kind = JsonKind::string;
        parsed = parse_string(value);
        break;
      case '{':
        kind = JsonKind::object;
        parsed = parse_members(level + 1);
        break;
      case '[':
        kind = JsonKind::array;
        parsed = parse_elements(level + 1);
        break;
      case 't':
        kind = JsonKind::true_;
        parsed = take("true");
        break;
      case 'f':
        kind = JsonKind::false_;
        parsed = take("false");
        break;
      case 'n':
        kind = JsonKind::null_;
        parsed = take("null");
        break;
      default:
        parsed = parse_number();
    }
    if (!parsed) return false;
    if (kind != JsonKind::string) value = {offset(start), std::uint32_t(at_ - start)};
    JsonNode node;  // written in one piece
    node.name = name.offset;
    node.name_size = std::uint16_t(name.size);
    node.value = value.offset;
    node.size = value.size & ((1U << 28) - 1);
    node.kind = kind;
    node.end = std::uint16_t(count_);
    nodes_[index] = node;
    return true;
  }

  bool parse_members(int level) {
    if (level > kMostJsonLevels) return refuse(JsonError::too_deep);
    const auto first = count_;
    std::uint64_t seen = 0;  // a bit for each name's digest: a clear one proves a new name
    ++at_;
    skip_space();
    if (*at_ == '}') return ++at_, true;
    for (;;) {
      Slice name;
      if (*at_ != '"') return refuse();
      if (!parse_string(name)) return false;
      const auto bit = std::uint64_t{1} << digest(name);
      if ((seen & bit) != 0 && is_taken(name, first)) return refuse(JsonError::duplicate_member);
      seen |= bit;
      skip_space();
      if (*at_++ != ':') return refuse();
      skip_space();
      if (!parse_value(level, name)) return false;
      skip_space();
      if (*at_ == '}') return ++at_, true;
      if (*at_++ != ',') return refuse();
      skip_space();
    }
  }

  bool parse_elements(int level) {
    if (level > kMostJsonLevels) return refuse(JsonError::too_deep);
    ++at_;
    skip_space();
    if (*at_ == ']') return ++at_, true;
    for (;;) {
      if (!parse_value(level, {})) return false;
      skip_space();
      if (*at_ == ']') return ++at_, true;
      if (*at_++ != ',') return refuse();
      skip_space();
    }
  }

  unsigned digest(Slice name) const {
    if (name.size == 0) return 0;
    const char* const text = text_ + name.offset;
    return (unsigned(text[0]) * 5 + unsigned(text[name.size - 1]) * 11 + name.size * 17 +
            unsigned(text[name.size / 2])) &
           63;
  }

  bool is_taken(Slice name, std::size_t first) const {
    for (auto i = first; i < count_; i = nodes_[i].end) {
      if (nodes_[i].name_size == name.size &&
          std::memcmp(text_ + nodes_[i].name, text_ + name.offset, name.size) == 0) {
        return true;
      }
    }
    return false;
  }

  /// One non-ASCII character; control characters must be escaped (RFC 8259, section 7).
  bool skip_character() {
    const auto length = utf8_length({at_, std::size_t(end_ - at_)});
    if (length < 2) return refuse();
    at_ += length;
    return true;
  }

  bool parse_string(Slice& result) {
    const char* const start = ++at_;
    for (;;) {
      at_ = find_special(at_);
      if (*at_ == '"') break;
      if (*at_ == '\\') return parse_string_with_escapes(start, result);
      if (!skip_character()) return false;
    }
    result = {offset(start), std::uint32_t(at_ - start)};
    ++at_;
    return true;
  }

  /// Writes the string behind the text; never longer there than it is here.
  bool parse_string_with_escapes(const char* start, Slice& result) {
    char* const copy = room_;
    for (;;) {
      room_ = std::copy(start, at_, room_);
      if (*at_ == '"') break;
      if (*at_ == '\\') {
        if (!parse_escape()) return false;
        start = at_;
      } else {
        start = at_;
        if (!skip_character()) return false;
      }
      at_ = find_special(at_);
    }
    result = {offset(copy), std::uint32_t(room_ - copy)};
    ++at_;
    return true;
  }

  bool parse_escape() {
    const char kind = at_[1];
    at_ += 2;
    switch (kind) {
      case '"':
      case '\\':
      case '/':
        *room_++ = kind;
        return true;
      case 'b':
        *room_++ = '\b';
        return true;
      case 'f':
        *room_++ = '\f';
        return true;
      case 'n':
        *room_++ = '\n';
        return true;
      case 'r':
        *room_++ = '\r';
        return true;
      case 't':
        *room_++ = '\t';
        return true;
      case 'u':
        return parse_code_point();
      default:
        return refuse();
    }
  }

  bool take_code_unit(std::uint32_t& unit) {
    unit = 0;
    for (int i = 0; i < 4; ++i) {
      const int digit = hex_digit(*at_);
      if (digit < 0) return refuse();
      unit = unit * 16 + std::uint32_t(digit);
      ++at_;
    }
    return true;
  }

  bool parse_code_point() {
    std::uint32_t code = 0;
    if (!take_code_unit(code)) return false;
    if (code == 0) return refuse();  // has no use in a token and would cut C strings
    if (code >= 0xdc00 && code <= 0xdfff) return refuse();
    if (code >= 0xd800 && code <= 0xdbff) {
      std::uint32_t low = 0;
      if (at_[0] != '\\' || at_[1] != 'u') return refuse();
      at_ += 2;
      if (!take_code_unit(low)) return false;
      if (low < 0xdc00 || low > 0xdfff) return refuse();
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    write_utf8(code);
    return true;
  }

  void write_utf8(std::uint32_t code) {
    if (code < 0x80) {
      *room_++ = char(code);
    } else if (code < 0x800) {
      *room_++ = char(0xc0 | (code >> 6));
      *room_++ = char(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
      *room_++ = char(0xe0 | (code >> 12));
      *room_++ = char(0x80 | ((code >> 6) & 0x3f));
      *room_++ = char(0x80 | (code & 0x3f));
    } else {
      *room_++ = char(0xf0 | (code >> 18));
      *room_++ = char(0x80 | ((code >> 12) & 0x3f));
      *room_++ = char(0x80 | ((code >> 6) & 0x3f));
      *room_++ = char(0x80 | (code & 0x3f));
    }
  }

  bool take_digits() {
    if (*at_ < '0' || *at_ > '9') return refuse();
    while (*at_ >= '0' && *at_ <= '9') ++at_;
    return true;
  }

  bool parse_number() {
    if (*at_ == '-') ++at_;
    if (*at_ == '0') {
      ++at_;
    } else if (!take_digits()) {
      return false;
    }
    if (*at_ == '.') {
      ++at_;
      if (!take_digits()) return false;
    }
    if (*at_ == 'e' || *at_ == 'E') {
      ++at_;
      if (*at_ == '+' || *at_ == '-') ++at_;
      if (!take_digits()) return false;
    }
    return true;
  }

  bool take(std::string_view word) {
    // The padding makes the comparison stop within the buffer.
    if (std::strncmp(at_, word.data(), word.size()) != 0) return refuse();
    at_ += word.size();
    return true;
  }

  char* text_;
  const char* at_;
  const char* end_;
  char* room_;
  std::span<JsonNode> nodes_;
  std::size_t count_ = 0;
  JsonError error_ = JsonError::syntax;
};

}  // namespace

Result<ParsedJson, JsonError> parse_json_object(char* text, std::size_t size, std::span<JsonNode> nodes) {
  return Parser(text, size, nodes).parse();
}

}  // namespace gatehouse::token
