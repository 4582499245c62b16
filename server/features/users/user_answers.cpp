// SPDX-License-Identifier: Apache-2.0
#include "server/features/users/user_answers.h"

#include <boost/json.hpp>

#include "core/http/problem.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"

namespace gatehouse::server {

http::Response user_answer(int status, const User& user) {
  auto response = json_answer(status, to_json(user, UserView::administration));
  response.headers.set("ETag", version_etag(user.version));
  return response;
}

http::Response no_such_user() {
  return http::problem(404, "not_found", "There is no such user.");
}

std::optional<http::Response> refuse_over(const Caller& caller, const User& user) {
  if (user.platform_role != PlatformRole::owner || caller.is_owner_or_operator()) return std::nullopt;
  return http::problem(403, "forbidden", "Only an owner may do this to an owner.");
}

http::Response too_many_password_links() {
  auto response = http::problem(
      429, "too_many_mails", "Several links were mailed to this address already; wait a quarter of an hour.");
  response.headers.set("Retry-After", "900");
  return response;
}

http::Response last_owner() {
  return http::problem(409, "last_owner",
                       "This is the last owner who can sign in. Make another owner first.");
}

}  // namespace gatehouse::server
