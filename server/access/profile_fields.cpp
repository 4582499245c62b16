// SPDX-License-Identifier: Apache-2.0
#include "server/access/profile_fields.h"

#include <algorithm>

namespace gatehouse::server {
namespace {

bool has_only(std::string_view text, std::string_view symbols) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           symbols.find(c) != std::string_view::npos;
  });
}

// The form alone, RFC 5646 section 2.1: subtags of 1 to 8 letters and digits, the first at least two.
bool is_locale(std::string_view text) {
  if (text.size() < 2 || text.size() > 35 || !has_only(text, "-") || text.back() == '-') return false;
  return text.substr(0, text.find('-')).size() >= 2 && text.find("--") == std::string_view::npos;
}

// The form of an IANA time zone name, such as Europe/Zurich, Etc/GMT+1 or UTC.
bool is_time_zone(std::string_view text) {
  return !text.empty() && text.size() <= 64 && has_only(text, "/_+-") && text.front() != '/' &&
         text.back() != '/' && text.find("//") == std::string_view::npos;
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
  apply_code("locale", is_locale, "must be a language tag such as en or de-CH", user.locale);
  apply_code("timeZone", is_time_zone, "must be a time zone such as Europe/Zurich or UTC", user.time_zone);
  return errors;
}

}  // namespace gatehouse::server
