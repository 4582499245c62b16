// SPDX-License-Identifier: Apache-2.0
#include "server/features/sign_in/sign_out.h"

#include "server/access/audit.h"
#include "server/storage/audit_events.h"
#include "server/storage/sessions.h"

namespace gatehouse::server {

Route sign_out_route(SignOut sign_out) {
  return {.method = http::Method::post,
          .path = "/api/v1/sign-out",
          .access = Access::signed_in(),
          .summary = "End the session, here and in every app that was entered with it",
          .answers = {{204}},
          .handle = [sign_out](const Call& call) {
            const auto& session = call.caller.session();
            sign_out.database.write([&](sql::Connection& connection) {
              sessions::remove(connection, session.id);
              audit_events::append(connection, make_audit_event(call, sign_out.clock.now(), "user.sign_out",
                                                                session.user_id.value()));
            });
            auto response = http::no_content();
            sign_out.sessions.clear_cookie(response);
            return response;
          }};
}

}  // namespace gatehouse::server
