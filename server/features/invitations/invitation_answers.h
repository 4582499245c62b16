// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/fwd.hpp>

#include "core/http/problem.h"
#include "core/sql/connection.h"
#include "server/access/shape.h"
#include "server/model/invitation.h"

namespace gatehouse::server {

/// An invitation as those see it who look after the app; never with its link.
[[nodiscard]] Shape invitation_shape();
[[nodiscard]] boost::json::object to_json(sql::Connection& connection, const Invitation& invitation,
                                          Time now);

/// The one answer for a used, expired, revoked or unknown token, and for one whose inviter may no longer
/// invite.
[[nodiscard]] inline http::Response invitation_ended() {
  return http::problem(404, "not_found",
                       "This invitation is not valid any more. Ask whoever invited you for a new one.");
}

[[nodiscard]] inline http::Response no_such_invitation() {
  return http::problem(404, "not_found", "There is no such invitation.");
}

}  // namespace gatehouse::server
