// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/access/route.h"

namespace gatehouse::server {

/// The form to sign in with. `return_to` says where to go afterwards; when that is an authorization request,
/// the page names its app and fills in its `login_hint`. Who is signed in already goes there at once, unless
/// `prompt=login` asks for the form all the same (OpenID Connect Core, section 3.1.2.1).
struct ShowSignIn {
  sql::Database& database;
  http::Response operator()(const Call& call) const;
};

Route show_sign_in_route(ShowSignIn show);

}  // namespace gatehouse::server
