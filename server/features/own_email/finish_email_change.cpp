// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/invalid_token.h"
#include "server/access/json_text.h"
#include "server/features/own_email/mount.h"
#include "server/storage/account_links.h"
#include "server/storage/audit_events.h"
#include "server/storage/sessions.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

bool set_address(sql::Connection& connection, User user, const std::string& email, Time now) {
  if (users::find_by_email(connection, email)) return false;
  user.email = email;
  user.email_verified = true;
  user.updated_at = now;
  return users::update(connection, user);
}

enum class Outcome { done, waiting, refused };

/// Both mailboxes have to agree, in whichever order; the second of them makes the change.
Outcome agree(const OwnEmail& own, sql::Connection& connection, const Call& call, const SecretString& token,
              LinkPurpose purpose, LinkPurpose other) {
  const auto link = own.links.take(connection, purpose, token);
  if (!link) return Outcome::refused;
  const auto& id = link->user->id;
  const auto now = own.clock.now();
  if (own.links.is_waiting(connection, other, id)) {
    audit_events::append(connection, make_audit_event(call, now, "user.email_change_agreed", id.value()));
    return Outcome::waiting;
  }
  if (!set_address(connection, *link->user, link->detail, now)) return Outcome::refused;
  const bool is_signed_in = call.caller.kind() == Caller::Kind::user && call.caller.user().id == id;
  if (is_signed_in) {
    sessions::remove_others_of(connection, id, call.caller.session().id);
  } else {
    sessions::remove_all_of(connection, id);
  }
  audit_events::append(connection, make_audit_event(call, now, "user.email_changed", id.value()));
  return Outcome::done;
}

Outcome confirm(const OwnEmail& own, sql::Connection& connection, const Call& call,
                const SecretString& token) {
  return agree(own, connection, call, token, LinkPurpose::confirm_new_email,
               LinkPurpose::approve_email_change);
}

Outcome approve(const OwnEmail& own, sql::Connection& connection, const Call& call,
                const SecretString& token) {
  return agree(own, connection, call, token, LinkPurpose::approve_email_change,
               LinkPurpose::confirm_new_email);
}

/// From the old mailbox: whoever asked for the change knew the password, so that it goes, with all sessions.
/// A change that was made already is undone.
Outcome cancel(const OwnEmail& own, sql::Connection& connection, const Call& call,
               const SecretString& token) {
  const auto link = own.links.take(connection, LinkPurpose::cancel_email_change, token);
  if (!link) return Outcome::refused;
  const auto now = own.clock.now();
  const auto& user = *link->user;
  const bool is_undone = user.email == link->email || set_address(connection, user, link->email, now);
  if (!is_undone) return Outcome::refused;
  account_links::remove_of_user(connection, user.id, to_text(LinkPurpose::confirm_new_email));
  account_links::remove_of_user(connection, user.id, to_text(LinkPurpose::approve_email_change));
  account_links::remove_of_user(connection, user.id, to_text(LinkPurpose::cancel_email_change));
  users::remove_password(connection, user.id, now);
  sessions::remove_all_of(connection, user.id);
  audit_events::append(connection,
                       make_audit_event(call, now, "user.email_change_cancelled", user.id.value()));
  return Outcome::done;
}

http::Response to_response(Outcome outcome) {
  switch (outcome) {
    case Outcome::done:
      return http::no_content();
    case Outcome::waiting:
      return json_answer(202, {{"status", "waiting_for_other_address"}});
    case Outcome::refused:
      return invalid_token();
  }
  return invalid_token();
}

Route finish_route(OwnEmail own, std::string path, std::string summary,
                   Outcome (*finish)(const OwnEmail&, sql::Connection&, const Call&, const SecretString&)) {
  const std::vector<Field> fields = {link_token_field()};
  return {.method = http::Method::post,
          .path = std::move(path),
          .access = Access::anyone(),
          .summary = std::move(summary),
          .body = fields,
          .answers = {{204},
                      {202, shape::object("", {{"status", shape::one_of({"waiting_for_other_address"})}})}},
          .refusals = {{400, "invalid_token"}},
          .handle = [own, finish, fields](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            const SecretString token(*body->text("token"));
            return to_response(own.database.write(
                [&](sql::Connection& connection) { return finish(own, connection, call, token); }));
          }};
}

}  // namespace

Route confirm_email_change_route(OwnEmail own) {
  return finish_route(own, "/api/v1/email-change/confirm",
                      "Use the new e-mail address, with the link mailed to it; 202 while the old one has not "
                      "agreed",
                      confirm);
}

Route approve_email_change_route(OwnEmail own) {
  return finish_route(
      own, "/api/v1/email-change/approve",
      "Agree to a change with the link mailed to the old address; 202 while the new one is not "
      "confirmed",
      approve);
}

Route cancel_email_change_route(OwnEmail own) {
  return finish_route(
      own, "/api/v1/email-change/cancel",
      "Keep or get back the old e-mail address, with the link mailed to it; ends all sessions "
      "and the password",
      cancel);
}

}  // namespace gatehouse::server
