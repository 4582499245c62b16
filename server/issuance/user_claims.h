// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/token/json_writer.h"
#include "server/model/role.h"
#include "server/model/user.h"

namespace gatehouse::server {

/// What the scopes `profile`, `email` and `roles` tell about a user, in an ID token as in UserInfo (OpenID
/// Connect Core, section 5.4). Empty values are left out; addresses and phone numbers are not kept.
void add_user_claims(token::JsonWriter& out, const std::string& issuer, const User& user,
                     const Authority& authority, std::string_view scope);

}  // namespace gatehouse::server
