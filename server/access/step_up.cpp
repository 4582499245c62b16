// SPDX-License-Identifier: Apache-2.0
#include "server/access/step_up.h"

#include "server/access/audit.h"
#include "server/model/password.h"
#include "server/storage/audit_events.h"
#include "server/storage/users.h"

namespace gatehouse::server {

std::optional<http::Response> refuse_wrong_password(const Call& call, const Clock& clock,
                                                    sql::Database& database, GuardedPasswords& passwords,
                                                    const std::string& password, const std::string& action) {
  const auto& user = call.caller.user();
  const auto normalized = normalize_password(password);
  const auto phc = database.read(
      [&](sql::Connection& connection) { return users::find_password_hash(connection, user.id); });
  auto guess = passwords.check({.request = call.request,
                                .email = user.email,
                                .password = normalized.value_or(SecretString()),
                                .phc = normalized ? phc : std::nullopt});
  if (!guess) return std::move(guess.error());
  if (guess->fits()) {
    passwords.accept(*guess);
    return std::nullopt;
  }
  passwords.reject(*guess);
  auto event = make_audit_event(call, clock.now(), action, user.id.value());
  event.outcome = "failure";
  event.reason = "wrong_password";
  database.write([&](sql::Connection& connection) {
    audit_events::append(connection, event);
    passwords.note_wrong(connection, *guess, user);
  });
  return http::problem(401, "invalid_credentials", "The current password is not right.");
}

}  // namespace gatehouse::server
