// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/step_up.h"
#include "server/features/own_email/mount.h"
#include "server/model/email.h"
#include "server/storage/audit_events.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

constexpr const char* kAction = "user.email_change_asked";

void ask_new_address(const OwnEmail& own, sql::Connection& connection, const User& user,
                     const std::string& email) {
  const auto token = own.links.issue(connection, LinkPurpose::confirm_new_email, user, email);
  // Whether somebody else has the new address is told to nobody but its owner, who gets no mail. The link is
  // made all the same: the change waits for it for ever.
  if (users::find_by_email(connection, email)) return;
  own.mailer.queue(
      connection, {.kind = MailKind::confirm_new_email,
                   .to = email,
                   .locale = user.locale,
                   .facts = {{"email", email},
                             {"hours", "24"},
                             {"link", own.mailer.url("/verify-email?change=" + std::string(token.reveal()))}},
                   .useful_for = lifetime_of(LinkPurpose::confirm_new_email)});
}

/// The present address agrees or stops it. An address that was never proven has no say: its mailbox may be
/// another's.
void ask_old_address(const OwnEmail& own, sql::Connection& connection, const User& user,
                     const std::string& email) {
  const auto cancel = own.links.issue(connection, LinkPurpose::cancel_email_change, user, email);
  std::string link = "/verify-email?cancel=" + std::string(cancel.reveal());
  if (user.email_verified) {
    const auto approve = own.links.issue(connection, LinkPurpose::approve_email_change, user, email);
    link += "&approve=" + std::string(approve.reveal());
  }
  own.mailer.queue(connection, {.kind = MailKind::email_change_asked,
                                .to = user.email,
                                .locale = user.locale,
                                .facts = {{"name", user.display_name()},
                                          {"email", email},
                                          {"hours", "24"},
                                          {"days", "7"},
                                          {"time", Mailer::time_text(own.clock.now())},
                                          {"link", own.mailer.url(link)}},
                                .useful_for = lifetime_of(LinkPurpose::cancel_email_change)});
}

void ask(const OwnEmail& own, sql::Connection& connection, const Call& call, const std::string& email) {
  const auto user = users::find(connection, call.caller.user().id);
  if (!user) return;
  ask_new_address(own, connection, *user, email);
  ask_old_address(own, connection, *user, email);
  audit_events::append(connection, make_audit_event(call, own.clock.now(), kAction, user->id.value()));
}

}  // namespace

Route ask_email_change_route(OwnEmail own) {
  const std::vector<Field> fields = {
      Field::text("email", "The new e-mail address.").required().at_most(254),
      Field::text("password", "The account's password, asked once more.").required().at_most(1024)};
  return {.method = http::Method::post,
          .path = "/api/v1/me/email",
          .access = Access::signed_in(),
          .summary = "Ask to change the own e-mail address; links mailed to both addresses do it",
          .body = fields,
          .answers = {{202, shape::object("", {{"status", shape::one_of({"accepted"})}})}},
          .refusals = {{401, "invalid_credentials"}, {429, "too_many_attempts"}, {429, "too_many_mails"}},
          .handle = [own, fields](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            const auto email = parse_email(*body->text("email"));
            if (!email) return invalid_fields({{"email", std::string(kEmailRule)}});
            if (*email == call.caller.user().email)
              return invalid_fields({{"email", "is your address already"}});
            if (auto refused = refuse_wrong_password(call, own.clock, own.database, own.passwords,
                                                     *body->text("password"), kAction)) {
              return *refused;
            }
            own.database.write([&](sql::Connection& connection) { ask(own, connection, call, *email); });
            return json_answer(202, {{"status", "accepted"}});
          }};
}

}  // namespace gatehouse::server
