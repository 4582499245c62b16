// SPDX-License-Identifier: Apache-2.0
#include "server/access/audit.h"
#include "server/access/invalid_token.h"
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

bool confirm(const OwnEmail& own, sql::Connection& connection, const Call& call, const SecretString& token) {
  const auto link = own.links.take(connection, LinkPurpose::confirm_new_email, token);
  const auto now = own.clock.now();
  if (!link || !set_address(connection, *link->user, link->detail, now)) return false;
  const auto& id = link->user->id;
  const bool is_signed_in = call.caller.kind() == Caller::Kind::user && call.caller.user().id == id;
  if (is_signed_in) {
    sessions::remove_others_of(connection, id, call.caller.session().id);
  } else {
    sessions::remove_all_of(connection, id);
  }
  audit_events::append(connection, make_audit_event(call, now, "user.email_changed", id.value()));
  return true;
}

/// From the old mailbox: whoever asked for the change knew the password, so that it goes, with all sessions.
/// A change that was made already is undone.
bool cancel(const OwnEmail& own, sql::Connection& connection, const Call& call, const SecretString& token) {
  const auto link = own.links.take(connection, LinkPurpose::cancel_email_change, token);
  if (!link) return false;
  const auto now = own.clock.now();
  const auto& user = *link->user;
  const bool is_undone = user.email == link->email || set_address(connection, user, link->email, now);
  if (!is_undone) return false;
  account_links::remove_of_user(connection, user.id, to_text(LinkPurpose::confirm_new_email));
  account_links::remove_of_user(connection, user.id, to_text(LinkPurpose::cancel_email_change));
  users::remove_password(connection, user.id, now);
  sessions::remove_all_of(connection, user.id);
  audit_events::append(connection,
                       make_audit_event(call, now, "user.email_change_cancelled", user.id.value()));
  return true;
}

Route finish_route(OwnEmail own, std::string path, std::string summary,
                   bool (*finish)(const OwnEmail&, sql::Connection&, const Call&, const SecretString&)) {
  const std::vector<Field> fields = {link_token_field()};
  return {.method = http::Method::post,
          .path = std::move(path),
          .access = Access::anyone(),
          .summary = std::move(summary),
          .body = fields,
          .handle = [own, finish, fields](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            const SecretString token(*body->text("token"));
            const bool done = own.database.write(
                [&](sql::Connection& connection) { return finish(own, connection, call, token); });
            return done ? http::no_content() : invalid_token();
          }};
}

}  // namespace

Route confirm_email_change_route(OwnEmail own) {
  return finish_route(own, "/api/v1/email-change/confirm",
                      "Use the new e-mail address, with the link mailed to it", confirm);
}

Route cancel_email_change_route(OwnEmail own) {
  return finish_route(
      own, "/api/v1/email-change/cancel",
      "Keep or get back the old e-mail address, with the link mailed to it; ends all sessions "
      "and the password",
      cancel);
}

}  // namespace gatehouse::server
