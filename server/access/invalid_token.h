// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/problem.h"
#include "server/access/body.h"

namespace gatehouse::server {

/// The one refusal of a single-use link: used, expired, outdated, of another purpose or never issued.
[[nodiscard]] inline http::Response invalid_token() {
  return http::problem(400, "invalid_token", "This link is not valid any more. Ask for a new one.");
}

/// How a request carries a link's token.
[[nodiscard]] inline Field link_token_field() {
  return Field::text("token", "The one-time token of the mailed link.").required().at_most(200);
}

}  // namespace gatehouse::server
