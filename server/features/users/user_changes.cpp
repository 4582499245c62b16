// SPDX-License-Identifier: Apache-2.0
#include "server/features/users/user_changes.h"

#include "server/access/audit.h"
#include "server/access/paging.h"
#include "server/features/users/user_answers.h"
#include "server/storage/audit_events.h"
#include "server/storage/avatars.h"
#include "server/storage/owners.h"
#include "server/storage/sessions.h"
#include "server/storage/sign_up_approvals.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

bool is_last_owner(sql::Connection& connection, const User& user) {
  return user.platform_role == PlatformRole::owner && !user.is_disabled() &&
         !owners::has_other(connection, user.id);
}

/// The user, when the caller may decide over them; who sends If-Match decides over that version only.
UserOutcome load_user(sql::Connection& connection, const Call& call, const UserId& id) {
  auto user = users::find(connection, id);
  if (!user) return no_such_user();
  if (auto refused = refuse_over(call.caller, *user)) return *refused;
  if (auto stale = refuse_stale(call.request, user->version)) return *stale;
  return *user;
}

void audit(sql::Connection& connection, const Users& users, const Call& call, const UserId& id,
           const char* action) {
  audit_events::append(connection, make_audit_event(call, users.clock.now(), action, id.value()));
}

User store(sql::Connection& connection, User user) {
  // The row was read in this transaction, so its version holds.
  (void)users::update(connection, user);
  ++user.version;
  return user;
}

}  // namespace

UserOutcome disable_user(sql::Connection& connection, const Users& users, const Call& call,
                         const UserId& id) {
  auto outcome = load_user(connection, call, id);
  auto* user = std::get_if<User>(&outcome);
  if (user == nullptr || user->is_disabled()) return outcome;
  if (is_last_owner(connection, *user)) return last_owner();
  user->disabled_at = user->updated_at = users.clock.now();
  sessions::remove_all_of(connection, id);
  audit(connection, users, call, id, "user.disabled");
  return store(connection, std::move(*user));
}

UserOutcome enable_user(sql::Connection& connection, const Users& users, const Call& call, const UserId& id) {
  auto outcome = load_user(connection, call, id);
  auto* user = std::get_if<User>(&outcome);
  if (user == nullptr || !user->is_disabled()) return outcome;
  user->disabled_at.reset();
  sign_up_approvals::remove(connection, user->id);
  user->updated_at = users.clock.now();
  audit(connection, users, call, id, "user.enabled");
  return store(connection, std::move(*user));
}

UserOutcome delete_user(sql::Connection& connection, const Users& users, const Call& call, const UserId& id) {
  auto outcome = load_user(connection, call, id);
  const auto* user = std::get_if<User>(&outcome);
  if (user == nullptr) return outcome;
  if (is_last_owner(connection, *user)) return last_owner();
  users::remove(connection, id);
  audit(connection, users, call, id, "user.deleted");
  return outcome;
}

UserOutcome remove_avatar(sql::Connection& connection, const Users& users, const Call& call,
                          const UserId& id) {
  auto outcome = load_user(connection, call, id);
  if (!std::holds_alternative<User>(outcome)) return outcome;
  if (!avatars::remove(connection, id, users.clock.now())) return outcome;
  audit(connection, users, call, id, "user.avatar_removed");
  return users::find(connection, id).value();
}

UserOutcome sign_user_out(sql::Connection& connection, const Users& users, const Call& call,
                          const UserId& id) {
  auto outcome = load_user(connection, call, id);
  if (!std::holds_alternative<User>(outcome)) return outcome;
  if (sessions::remove_all_of(connection, id) > 0) {
    audit(connection, users, call, id, "user.sessions_ended");
  }
  return outcome;
}

}  // namespace gatehouse::server
