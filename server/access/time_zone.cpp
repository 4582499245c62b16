// SPDX-License-Identifier: Apache-2.0
#include "server/access/time_zone.h"

#include <algorithm>
#include <system_error>

namespace gatehouse::server {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// No dot is among the characters, so that no name leads out of the database. It also has files that are no
// zones, which begin with a small letter: posixrules, right/UTC.
bool has_form_of_time_zone(std::string_view name) {
  if (name.empty() || name.size() > 64 || name.front() < 'A' || name.front() > 'Z') return false;
  if (name.back() == '/' || name.find("//") != name.npos) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return is_letter_or_digit(c) || c == '/' || c == '_' || c == '+' || c == '-';
  });
}

}  // namespace

bool is_time_zone(std::string_view name, const std::filesystem::path& database) {
  if (!has_form_of_time_zone(name)) return false;
  std::error_code unreadable;
  if (name == "UTC" || !std::filesystem::is_directory(database, unreadable)) return true;
  return std::filesystem::is_regular_file(database / name, unreadable);
}

}  // namespace gatehouse::server
