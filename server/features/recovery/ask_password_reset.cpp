// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/json_text.h"
#include "server/features/recovery/mount.h"
#include "server/model/email.h"
#include "server/storage/audit_events.h"
#include "server/storage/users.h"

namespace gatehouse::server {

Route ask_password_reset_route(Recovery recovery) {
  const std::vector<Field> fields = {
      Field::text("email", "The account's e-mail address.").required().at_most(254)};
  return {
      .method = http::Method::post,
      .path = "/api/v1/password-reset",
      .access = Access::anyone(),
      .summary = "Ask for a link to set a new password; answers alike whether the address is known or not",
      .body = fields,
      .answers = {{202, shape::object("", {{"status", shape::one_of({"accepted"})}})}},
      .handle = [recovery, fields](const Call& call) {
        const auto body = parse_body(call.request, fields);
        if (!body) return body.error();
        const auto email = parse_email(*body->text("email"));
        if (!email) return invalid_fields({{"email", std::string(kEmailRule)}});
        recovery.database.write([&](sql::Connection& connection) {
          account_requests::note(connection, {.purpose = std::string(kPasswordResetRequest),
                                              .email = *email,
                                              .client_address = call.request.client_address,
                                              .request_id = call.request.request_id,
                                              .created_at = recovery.clock.now()});
        });
        return json_answer(202, {{"status", "accepted"}});
      }};
}

void mail_password_reset(const Recovery& recovery, sql::Connection& connection,
                         const account_requests::AccountRequest& request) {
  const auto user = users::find_by_email(connection, request.email);
  AuditEvent event;
  event.at = recovery.clock.now();
  event.action = "user.password_reset_asked";
  event.outcome = user && !user->is_disabled() ? "success" : "failure";
  event.reason = !user ? "unknown_user" : user->is_disabled() ? "user_disabled" : "";
  event.actor = "anonymous";
  event.target = user ? user->id.value() : "";
  event.client_address = request.client_address;
  event.request_id = request.request_id;
  audit_events::append(connection, event);
  if (!user || user->is_disabled()) return;
  (void)recovery.password_links.mail(connection, *user, LinkPurpose::reset_password);
}

}  // namespace gatehouse::server
