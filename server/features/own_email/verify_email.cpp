// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/invalid_token.h"
#include "server/access/json_text.h"
#include "server/features/own_email/mount.h"
#include "server/storage/api_keys.h"
#include "server/storage/audit_events.h"
#include "server/storage/sessions.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

void mail_link(const OwnEmail& own, sql::Connection& connection, const User& user) {
  const auto token = own.links.issue(connection, LinkPurpose::verify_email, user);
  own.mailer.queue(connection,
                   {.kind = MailKind::verify_email,
                    .to = user.email,
                    .locale = user.locale,
                    .facts = {{"email", user.email},
                              {"hours", "24"},
                              {"link", own.mailer.url("/verify-email?token=" + std::string(token.reveal()))}},
                    .useful_for = lifetime_of(LinkPurpose::verify_email)});
}

/// Whoever opens the mailbox owns the account. What somebody else may have put there before, password,
/// sessions and API keys, goes, unless the same person is signed in and so has proven both.
bool verify(const OwnEmail& own, sql::Connection& connection, const Call& call, const SecretString& token) {
  auto link = own.links.take(connection, LinkPurpose::verify_email, token);
  if (!link) return false;
  const auto now = own.clock.now();
  auto& user = *link->user;
  if (!user.email_verified) {
    const bool is_signed_in = call.caller.kind() == Caller::Kind::user && call.caller.user().id == user.id;
    user.email_verified = true;
    user.updated_at = now;
    if (!users::update(connection, user)) return false;
    if (is_signed_in) {
      sessions::remove_others_of(connection, user.id, call.caller.session().id);
    } else {
      users::remove_password(connection, user.id, now);
      api_keys::remove_all_of(connection, user.id);
      sessions::remove_all_of(connection, user.id);
    }
  }
  audit_events::append(connection, make_audit_event(call, now, "user.email_verified", user.id.value()));
  return true;
}

}  // namespace

Route ask_email_verification_route(OwnEmail own) {
  return {.method = http::Method::post,
          .path = "/api/v1/me/email/verification",
          .access = Access::signed_in(),
          .summary = "Mail a link that proves the own e-mail address, unless it is proven",
          .answers = {{202, shape::object("", {{"status", shape::one_of({"accepted"})}})}},
          .refusals = {{429, "too_many_mails"}},
          .handle = [own](const Call& call) {
            const auto& user = call.caller.user();
            if (!user.email_verified) {
              own.database.write([&](sql::Connection& connection) { mail_link(own, connection, user); });
            }
            return json_answer(202, {{"status", "accepted"}});
          }};
}

Route verify_email_route(OwnEmail own) {
  const std::vector<Field> fields = {link_token_field()};
  return {.method = http::Method::post,
          .path = "/api/v1/email-verification/confirm",
          .access = Access::anyone(),
          .summary = "Prove an e-mail address with a mailed link",
          .body = fields,
          .answers = {{204}},
          .refusals = {{400, "invalid_token"}},
          .handle = [own, fields](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            const SecretString token(*body->text("token"));
            const bool done = own.database.write(
                [&](sql::Connection& connection) { return verify(own, connection, call, token); });
            return done ? http::no_content() : invalid_token();
          }};
}

}  // namespace gatehouse::server
