// SPDX-License-Identifier: Apache-2.0
#include "server/model/user.h"

#include "server/model/plain_text.h"

namespace gatehouse::server {

std::string_view to_text(PlatformRole role) {
  switch (role) {
    case PlatformRole::owner:
      return "owner";
    case PlatformRole::administrator:
      return "administrator";
    case PlatformRole::auditor:
      return "auditor";
  }
  return "";
}

std::optional<PlatformRole> parse_platform_role(std::string_view text) {
  for (const auto role : {PlatformRole::owner, PlatformRole::administrator, PlatformRole::auditor}) {
    if (text == to_text(role)) return role;
  }
  return std::nullopt;
}

std::string User::display_name() const {
  if (!name.empty()) return name;
  if (!first_name.empty() && !last_name.empty()) return first_name + " " + last_name;
  if (!first_name.empty() || !last_name.empty()) return first_name + last_name;
  return email.substr(0, email.find('@'));
}

std::optional<std::string> User::avatar_path() const {
  if (!avatar_hash) return std::nullopt;
  return "/avatars/" + *avatar_hash + ".png";
}

bool is_person_name(std::string_view text) {
  return is_plain_text(text, 200);
}

}  // namespace gatehouse::server
