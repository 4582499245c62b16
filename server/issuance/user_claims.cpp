// SPDX-License-Identifier: Apache-2.0
#include "server/issuance/user_claims.h"

#include "server/issuance/scope.h"

namespace gatehouse::server {

void add_user_claims(token::JsonWriter& out, const std::string& issuer, const User& user,
                     const Authority& authority, std::string_view scope) {
  const auto add_known = [&out](std::string_view name, const std::string& value) {
    if (!value.empty()) out.add(name, value);
  };
  if (has_scope(scope, scope::kProfile)) {
    out.add("name", user.display_name());
    add_known("given_name", user.first_name);
    add_known("family_name", user.last_name);
    if (const auto path = user.avatar_path()) out.add("picture", issuer + *path);
    add_known("locale", user.locale.value_or(""));
    add_known("zoneinfo", user.time_zone.value_or(""));
    out.add("updated_at", to_unix_seconds(user.updated_at));
  }
  if (has_scope(scope, scope::kEmail)) {
    out.add("email", user.email).add("email_verified", user.email_verified);
  }
  if (has_scope(scope, scope::kRoles)) {
    out.add("roles", authority.roles).add("permissions", authority.permissions);
  }
}

}  // namespace gatehouse::server
