// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/step_up.h"
#include "server/features/account_deletion/mount.h"
#include "server/storage/account_deletions.h"
#include "server/storage/audit_events.h"
#include "server/storage/owners.h"
#include "server/storage/sessions.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

constexpr const char* kAction = "user.deletion_asked";

bool is_last_owner(sql::Connection& connection, const User& user) {
  return user.platform_role == PlatformRole::owner && !owners::has_other(connection, user.id);
}

void tell(const AccountDeletion& deletion, sql::Connection& connection, const User& user, Time due) {
  deletion.mailer.queue(connection, {.kind = MailKind::deletion_asked,
                                     .to = user.email,
                                     .locale = user.locale,
                                     .facts = {{"name", user.display_name()},
                                               {"time", Mailer::time_text(due)},
                                               {"link", deletion.mailer.url("/account")}},
                                     .useful_for = deletion.grace});
}

/// When it will be done; absent for the last owner. Asking again changes nothing.
std::optional<Time> ask(const AccountDeletion& deletion, sql::Connection& connection, const Call& call) {
  const auto& user = call.caller.user();
  if (is_last_owner(connection, user)) return std::nullopt;
  const auto now = deletion.clock.now();
  const auto due = now + deletion.grace;
  if (!account_deletions::insert(connection, user.id, now, due)) {
    return account_deletions::find_due(connection, user.id);
  }
  sessions::remove_others_of(connection, user.id, call.caller.session().id);
  tell(deletion, connection, user, due);
  audit_events::append(connection, make_audit_event(call, now, kAction, user.id.value()));
  return due;
}

}  // namespace

Route show_own_deletion_route(AccountDeletion deletion) {
  return {.method = http::Method::get,
          .path = "/api/v1/me/deletion",
          .access = Access::signed_in(),
          .summary = "When the own account will be deleted; null where that was not asked for",
          .answers = {{200, shape::object("", {{"dueAt", shape::time().nullable()}})}},
          .handle = [deletion](const Call& call) {
            const auto due = deletion.database.read([&](sql::Connection& connection) {
              return account_deletions::find_due(connection, call.caller.user().id);
            });
            return json_answer(200, {{"dueAt", to_json(due)}});
          }};
}

Route ask_own_deletion_route(AccountDeletion deletion) {
  const std::vector<Field> fields = {
      Field::text("password", "The account's password, asked once more.").required().at_most(1024)};
  return {.method = http::Method::post,
          .path = "/api/v1/me/deletion",
          .access = Access::signed_in(),
          .summary = "Ask to delete the own account after a time of grace; ends all other sessions",
          .body = fields,
          .answers = {{202, shape::object("", {{"dueAt", shape::time().nullable()}})}},
          .refusals = {{401, "invalid_credentials"}, {409, "last_owner"}, {429, "too_many_attempts"}},
          .handle = [deletion, fields](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            if (auto refused = refuse_wrong_password(call, deletion.clock, deletion.database,
                                                     deletion.passwords, *body->text("password"), kAction)) {
              return *refused;
            }
            const auto due = deletion.database.write(
                [&](sql::Connection& connection) { return ask(deletion, connection, call); });
            if (!due) {
              return http::problem(409, "last_owner",
                                   "You are the only owner. Make somebody else an owner first.");
            }
            return json_answer(202, {{"dueAt", to_json(due)}});
          }};
}

}  // namespace gatehouse::server
