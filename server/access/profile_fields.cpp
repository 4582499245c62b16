// SPDX-License-Identifier: Apache-2.0
#include "server/access/profile_fields.h"

#include <algorithm>

#include <boost/algorithm/string/split.hpp>

#include "server/access/time_zone.h"

namespace gatehouse::server {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_word(std::string_view text, std::size_t least, std::size_t most, bool (*is_part)(char)) {
  return text.size() >= least && text.size() <= most && std::all_of(text.begin(), text.end(), is_part);
}

// RFC 5646, section 2.1: language ["-" script] ["-" region]. What else a tag may have changes no text here.
bool is_locale(std::string_view text) {
  std::vector<std::string> subtags;
  boost::algorithm::split(subtags, text, [](char c) { return c == '-'; });
  auto next = subtags.begin();
  if (!is_word(*next++, 2, 3, is_letter)) return false;
  if (next != subtags.end() && is_word(*next, 4, 4, is_letter)) ++next;
  if (next != subtags.end() && (is_word(*next, 2, 2, is_letter) || is_word(*next, 3, 3, is_digit))) ++next;
  return next == subtags.end();
}

}  // namespace

std::vector<Field> profile_fields() {
  return {Field::text("name", "Full name; empty: first plus last name.").at_most(200),
          Field::text("firstName", "First name.").at_most(200),
          Field::text("lastName", "Last name.").at_most(200),
          Field::text("locale", "Preferred language, such as en or de-CH.").nullable().at_most(35),
          Field::text("timeZone", "IANA time zone, such as Europe/Zurich.").nullable().at_most(64)};
}

std::vector<http::FieldError> apply_profile(const Body& body, User& user) {
  std::vector<http::FieldError> errors;
  const auto apply_name = [&](const char* field, std::string& into) {
    const auto text = body.text(field);
    if (!text) return;
    if (!text->empty() && !is_person_name(*text)) {
      errors.push_back({field, "must be one line of readable text of at most 200 bytes"});
    }
    into = *text;
  };
  const auto apply_code = [&](const char* field, auto is_valid, const char* rule,
                              std::optional<std::string>& into) {
    if (body.is_null(field)) into.reset();
    const auto text = body.text(field);
    if (!text) return;
    if (!is_valid(*text)) errors.push_back({field, rule});
    into = *text;
  };
  apply_name("name", user.name);
  apply_name("firstName", user.first_name);
  apply_name("lastName", user.last_name);
  apply_code("locale", is_locale,
             "must be a language with an optional script and region, such as en, de-CH or zh-Hant",
             user.locale);
  apply_code(
      "timeZone", [](const std::string& name) { return is_time_zone(name); }, kTimeZoneRule, user.time_zone);
  return errors;
}

}  // namespace gatehouse::server
