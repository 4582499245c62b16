// SPDX-License-Identifier: Apache-2.0
#include "core/sql/postgres_value.h"

#include <charconv>
#include <cmath>
#include <optional>

#include "core/base/time_text.h"

namespace gatehouse::sql {

namespace {

// src/include/catalog/pg_type.dat; these numbers never change.
enum Type : unsigned {
  kBool = 16,
  kBytea = 17,
  kInt8 = 20,
  kInt2 = 21,
  kInt4 = 23,
  kOid = 26,
  kFloat4 = 700,
  kFloat8 = 701,
  kTimestamp = 1114,
  kTimestamptz = 1184,
};

constexpr int kTextFormat = 0;
constexpr int kBinaryFormat = 1;

std::string to_text(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  char buffer[32];
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr};
}

unsigned nibble(char digit) {
  return unsigned(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

/// bytea_output = hex: `\x` and two digits a byte.
Bytes parse_bytea(std::string_view text) {
  Bytes bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 2; i + 1 < text.size(); i += 2) {
    bytes.push_back(std::byte(nibble(text[i]) << 4U | nibble(text[i + 1])));
  }
  return bytes;
}

/// `2026-11-23 10:15:00.25[+00]` as the settings DateStyle = ISO and TimeZone = UTC write it; text for
/// `infinity` and years that RFC 3339 has not.
Value parse_timestamp(std::string_view text) {
  std::string stamp(text.substr(0, text.find('+')));
  if (stamp.size() > 10 && stamp[10] == ' ') stamp[10] = 'T';
  const auto time = parse_rfc3339(stamp + "Z");
  if (!time) return std::string(text);
  return std::int64_t(time->time_since_epoch().count());
}

template <class Number>
Value parse_number(std::string_view text) {
  Number number{};
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

PostgresParameters::PostgresParameters(std::span<const Value> values, std::string_view statement) {
  for (const auto& value : values) {
    if (std::holds_alternative<Null>(value)) {
      add(nullptr, 0, kTextFormat);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      if (text->find('\0') != std::string::npos) {
        throw Error(ErrorKind::statement, "text with a NUL character", statement);
      }
      add(text->c_str(), text->size(), kTextFormat);
    } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
      add(bytes->empty() ? "" : reinterpret_cast<const char*>(bytes->data()), bytes->size(), kBinaryFormat);
    } else {
      const auto* number = std::get_if<std::int64_t>(&value);
      const auto& kept = numbers_.emplace_back(number != nullptr ? std::to_string(*number)
                                                                 : to_text(std::get<double>(value)));
      add(kept.c_str(), kept.size(), kTextFormat);
    }
  }
}

void PostgresParameters::add(const char* pointer, std::size_t length, int format) {
  pointers_.push_back(pointer);
  lengths_.push_back(int(length));
  formats_.push_back(format);
}

Value parse_postgres_value(unsigned type, std::string_view text) {
  switch (type) {
    case kBool:
      return std::int64_t(text == "t");
    case kInt2:
    case kInt4:
    case kInt8:
    case kOid:
      return parse_number<std::int64_t>(text);
    case kFloat4:
    case kFloat8:
      return parse_number<double>(text);
    case kBytea:
      return parse_bytea(text);
    case kTimestamp:
    case kTimestamptz:
      return parse_timestamp(text);
    default:
      return std::string(text);
  }
}

}  // namespace gatehouse::sql
