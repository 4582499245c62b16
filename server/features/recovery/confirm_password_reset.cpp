// SPDX-License-Identifier: Apache-2.0
#include "server/access/audit.h"
#include "server/access/invalid_token.h"
#include "server/access/new_user.h"
#include "server/features/recovery/mount.h"
#include "server/storage/api_keys.h"
#include "server/storage/audit_events.h"
#include "server/storage/sessions.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

/// What the link was mailed for: another password, or a first one.
std::optional<SingleUseLinks::Link> find_link(const Recovery& recovery, sql::Connection& connection,
                                              const SecretString& token) {
  auto link = recovery.links.find(connection, LinkPurpose::reset_password, token);
  return link ? link : recovery.links.find(connection, LinkPurpose::set_password, token);
}

std::optional<SingleUseLinks::Link> take_link(const Recovery& recovery, sql::Connection& connection,
                                              const SecretString& token) {
  auto link = recovery.links.take(connection, LinkPurpose::reset_password, token);
  return link ? link : recovery.links.take(connection, LinkPurpose::set_password, token);
}

/// Uses up the link and does what it is for; false when it was used meanwhile.
bool set_password(const Recovery& recovery, sql::Connection& connection, const Call& call,
                  const SecretString& token, const std::string& phc, const SecretString& device) {
  auto link = take_link(recovery, connection, token);
  if (!link) return false;
  const auto now = recovery.clock.now();
  auto& user = *link->user;
  if (!user.email_verified) {
    // The mailbox is proven now; whoever made the account before its owner loses it with the password,
    // and what was made to come back by.
    user.email_verified = true;
    user.updated_at = now;
    if (!users::update(connection, user)) return false;
    api_keys::remove_all_of(connection, user.id);
  }
  users::set_password_hash(connection, user.id, phc, now);
  sessions::remove_all_of(connection, user.id);
  // Whoever is kept out by strangers' guesses gets back in by the mailbox.
  recovery.devices.trust(connection, user.id, device);
  auto event = make_audit_event(call, now, "user.password_reset", user.id.value());
  event.actor = user.id.value();
  audit_events::append(connection, event);
  recovery.mailer.queue(connection, {.kind = MailKind::password_changed,
                                     .to = user.email,
                                     .locale = user.locale,
                                     .facts = {{"name", user.display_name()},
                                               {"time", Mailer::time_text(now)},
                                               {"link", recovery.mailer.url("/reset-password")}},
                                     .useful_for = std::chrono::days(3)});
  return true;
}

}  // namespace

Route confirm_password_reset_route(Recovery recovery) {
  const std::vector<Field> fields = {link_token_field(),
                                     Field::text("password", "The new password.").required().at_most(1024)};
  return {.method = http::Method::post,
          .path = "/api/v1/password-reset/confirm",
          .access = Access::anyone(),
          .summary = "Set a new password with a mailed link; ends all sessions and signs nobody in",
          .body = fields,
          .answers = {{204}},
          .refusals = {{400, "invalid_token"}},
          .handle = [recovery, fields](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            const SecretString token(*body->text("token"));
            const auto link = recovery.database.read(
                [&](sql::Connection& connection) { return find_link(recovery, connection, token); });
            if (!link) return invalid_token();
            const auto password = check_new_password(*body->text("password"), link->user->email);
            if (!password) return invalid_fields(password.error());
            const auto phc = recovery.passwords.hash(*password);
            if (!phc) return overloaded();
            const auto device = recovery.devices.mark_of(call.request);
            const bool done = recovery.database.write([&](sql::Connection& connection) {
              return set_password(recovery, connection, call, token, *phc, device);
            });
            if (!done) return invalid_token();
            auto response = http::no_content();
            recovery.devices.set_cookie(response, device);
            return response;
          }};
}

}  // namespace gatehouse::server
