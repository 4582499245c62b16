// SPDX-License-Identifier: Apache-2.0
#include "core/base/time_text.h"

#include <charconv>

#include <fmt/format.h>

namespace gatehouse {
namespace {

struct CivilTime {
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<std::chrono::milliseconds> time;
  std::chrono::weekday weekday;
};

CivilTime to_civil(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  return {std::chrono::year_month_day(day), std::chrono::hh_mm_ss(time - day), std::chrono::weekday(day)};
}

/// Takes exactly `digits` decimal digits off the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take_char(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
  if (take_char(text, 'Z') || take_char(text, 'z')) return std::chrono::minutes(0);
  int sign = 0;
  if (take_char(text, '+')) sign = 1;
  if (sign == 0 && take_char(text, '-')) sign = -1;
  if (sign == 0) return std::nullopt;
  const auto hours = take_number(text, 2);
  if (!hours || *hours > 23 || !take_char(text, ':')) return std::nullopt;
  const auto minutes = take_number(text, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  return sign * (std::chrono::hours(*hours) + std::chrono::minutes(*minutes));
}

std::optional<std::chrono::milliseconds> take_fraction(std::string_view& text) {
  if (!take_char(text, '.')) return std::chrono::milliseconds(0);
  int milliseconds = 0;
  int digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), ++digits) {
    if (digits < 3) milliseconds = milliseconds * 10 + (text.front() - '0');
  }
  if (digits == 0 || digits > 9) return std::nullopt;
  for (int i = digits; i < 3; ++i) milliseconds *= 10;
  return std::chrono::milliseconds(milliseconds);
}

}  // namespace

std::string to_rfc3339(Time time) {
  const auto civil = to_civil(time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", int(civil.date.year()),
                     unsigned(civil.date.month()), unsigned(civil.date.day()), civil.time.hours().count(),
                     civil.time.minutes().count(), civil.time.seconds().count(),
                     civil.time.subseconds().count());
}

std::optional<Time> parse_rfc3339(std::string_view text) {
  const auto year = take_number(text, 4);
  if (!year || !take_char(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take_char(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day || !(take_char(text, 'T') || take_char(text, 't'))) return std::nullopt;
  const auto hour = take_number(text, 2);
  if (!hour || *hour > 23 || !take_char(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *minute > 59 || !take_char(text, ':')) return std::nullopt;
  const auto second = take_number(text, 2);
  if (!second || *second > 59) return std::nullopt;
  const auto fraction = take_fraction(text);
  if (!fraction) return std::nullopt;
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(unsigned(*month)),
                                         std::chrono::day(unsigned(*day))};
  if (!date.ok()) return std::nullopt;
  return Time(std::chrono::sys_days(date)) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second) + *fraction - *offset;
}

std::string to_http_date(Time time) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto civil = to_civil(time);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[civil.weekday.c_encoding()],
                     unsigned(civil.date.day()), kMonths[unsigned(civil.date.month()) - 1],
                     int(civil.date.year()), civil.time.hours().count(), civil.time.minutes().count(),
                     civil.time.seconds().count());
}

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end == text.data()) return std::nullopt;
  const std::string_view unit(end, std::size_t(text.data() + text.size() - end));
  constexpr std::int64_t kTenYears = 10LL * 366 * 24 * 3600;
  std::int64_t factor = 0;
  if (unit.empty() || unit == "s") factor = 1;
  if (unit == "m") factor = 60;
  if (unit == "h") factor = 3600;
  if (unit == "d") factor = 24 * 3600;
  if (factor == 0 || number < 0 || number > kTenYears / factor) return std::nullopt;
  return std::chrono::seconds(number * factor);
}

}  // namespace gatehouse
