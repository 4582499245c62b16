// SPDX-License-Identifier: Apache-2.0
#include "server/access/audit.h"
#include "server/access/new_user.h"
#include "server/access/paging.h"
#include "server/access/step_up.h"
#include "server/features/own_password/mount.h"
#include "server/model/password.h"
#include "server/storage/audit_events.h"
#include "server/storage/sessions.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

constexpr const char* kAction = "user.password_changed";

/// False when the password was changed by another way since it was checked, or the session has ended.
bool store(const OwnPassword& own, sql::Connection& connection, const Call& call, const std::string& phc) {
  const auto& user = call.caller.user();
  const auto now = own.clock.now();
  if (!sessions::find(connection, call.caller.session().id)) return false;
  users::set_password_hash(connection, user.id, phc, now);
  sessions::remove_others_of(connection, user.id, call.caller.session().id);
  audit_events::append(connection, make_audit_event(call, now, kAction, user.id.value()));
  own.mailer.queue(connection, {.kind = MailKind::password_changed,
                                .to = user.email,
                                .locale = user.locale,
                                .facts = {{"name", user.display_name()},
                                          {"time", Mailer::time_text(now)},
                                          {"link", own.mailer.url("/reset-password")}},
                                .useful_for = std::chrono::days(3)});
  return true;
}

}  // namespace

Route change_own_password_route(OwnPassword own) {
  const std::vector<Field> fields = {
      Field::text("currentPassword", "The password that is to be replaced.").required().at_most(1024),
      Field::text("newPassword", "The new password.").required().at_most(1024)};
  return {.method = http::Method::post,
          .path = "/api/v1/me/password",
          .access = Access::signed_in(),
          .summary = "Change the own password; ends all other sessions",
          .body = fields,
          .answers = {{204}},
          .refusals = {{401, "invalid_credentials"}, {409, "changed_meanwhile"}, {429, "too_many_attempts"}},
          .handle = [own, fields](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            const auto password = check_new_password(*body->text("newPassword"), call.caller.user().email);
            if (!password) return invalid_fields({{"newPassword", std::string(kPasswordRule)}});
            if (auto refused = refuse_wrong_password(call, own.clock, own.database, own.passwords,
                                                     *body->text("currentPassword"), kAction)) {
              return *refused;
            }
            const auto phc = own.passwords.hash(*password);
            if (!phc) return overloaded();
            const bool stored = own.database.write(
                [&](sql::Connection& connection) { return store(own, connection, call, *phc); });
            return stored ? http::no_content() : changed_meanwhile();
          }};
}

}  // namespace gatehouse::server
