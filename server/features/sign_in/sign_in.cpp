// SPDX-License-Identifier: Apache-2.0
#include "server/features/sign_in/sign_in.h"

#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/model/email.h"
#include "server/model/password.h"
#include "server/storage/audit_events.h"
#include "server/storage/statistics.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

struct Account {
  std::optional<User> user;
  std::optional<std::string> phc;  ///< absent when nobody may sign in with a password
};

Account find_account(sql::Database& database, const std::string& email) {
  const auto canonical = parse_email(email);
  if (!canonical) return {};
  return database.read([&](sql::Connection& connection) -> Account {
    auto user = users::find_by_email(connection, *canonical);
    if (!user) return {};
    auto phc = users::find_password_hash(connection, user->id);
    return {std::move(user), std::move(phc)};
  });
}

http::Response invalid_credentials() {
  return http::problem(401, "invalid_credentials", "The e-mail address or the password is not right.");
}

http::Response password_too_long() {
  return http::problem(413, "password_too_long", "A password has at most 1024 bytes.");
}

}  // namespace

Result<SignedIn, http::Response> SignIn::operator()(const Call& call, const std::string& email,
                                                    const std::string& password,
                                                    const std::optional<std::string>& solution) const {
  if (password.size() > kMostPasswordBytes) return fail(password_too_long());
  const auto normalized = normalize_password(password);
  const auto account = find_account(database, email);
  auto guess = passwords.check_sign_in({.request = call.request,
                                        .email = email,
                                        .password = normalized.value_or(SecretString()),
                                        .phc = normalized ? account.phc : std::nullopt},
                                       solution);
  if (!guess) return fail(std::move(guess.error()));

  if (!guess->fits() || account.user->is_disabled()) {
    record_failure(call, account.user,
                   !account.user   ? "unknown_user"
                   : guess->fits() ? "user_disabled"
                                   : "wrong_password",
                   *guess);
    return fail(invalid_credentials());
  }
  std::optional<std::string> better_phc;
  if (passwords.needs_rehash(*account.phc)) {
    if (auto rehashed = passwords.hash(*normalized)) better_phc = std::move(*rehashed);
  }
  auto signed_in = begin_session(call, *account.user, *account.phc, better_phc);
  if (!signed_in) {
    record_failure(call, account.user, "changed_meanwhile", *guess);
    return fail(invalid_credentials());
  }
  passwords.accept(*guess);
  return std::move(*signed_in);
}

std::optional<SignedIn> SignIn::begin_session(const Call& call, const User& user, const std::string& phc,
                                              const std::optional<std::string>& better_phc) const {
  const auto now = clock.now();
  const auto session = sessions.make(user.id, {"pwd"}, call.request);
  const auto device = devices.mark_of(call.request);
  return database.write([&](sql::Connection& connection) -> std::optional<SignedIn> {
    // Hashing took a while: whoever was disabled or changed the password meanwhile must not get in by the old
    // one.
    auto current = users::find(connection, user.id);
    if (!current || current->is_disabled() || users::find_password_hash(connection, user.id) != phc)
      return std::nullopt;
    auto started = session;
    store_session(connection, call.caller, started);
    if (better_phc) users::set_password_hash(connection, user.id, *better_phc, now);
    statistics::note_active(connection, current->last_sign_in_at, now);
    users::set_last_sign_in(connection, user.id, now);
    auto event = make_audit_event(call, now, "user.sign_in", user.id.value());
    event.actor = user.id.value();
    event.session_id = started.session.id.value();
    audit_events::append(connection, event);
    devices.note(connection, *current, started.session, device);
    current->last_sign_in_at = now;
    return SignedIn{std::move(*current), std::move(started), device};
  });
}

void SignIn::store_session(sql::Connection& connection, const Caller& caller, NewSession& session) const {
  // Signing in again in the same browser: the same person keeps the session and what hangs on it, under a new
  // cookie; another person ends it.
  if (caller.kind() == Caller::Kind::user) {
    const auto own_id = session.session.id;
    session.session.id = caller.session().id;
    if (caller.user().id == session.session.user_id && sessions.renew(connection, session)) return;
    sessions::remove(connection, caller.session().id);
    session.session.id = own_id;
  }
  sessions.insert(connection, session);
}

void SignIn::record_failure(const Call& call, const std::optional<User>& user, const char* reason,
                            PasswordGuess& guess) const {
  passwords.reject(guess);
  auto event = make_audit_event(call, clock.now(), "user.sign_in", user ? user->id.value() : "");
  event.outcome = "failure";
  event.reason = reason;
  database.write([&](sql::Connection& connection) {
    audit_events::append(connection, event);
    passwords.note_wrong(connection, guess, user);
  });
}

namespace {

Shape signed_in_shape() {
  return shape::object("SignedIn",
                       {{"status", shape::one_of({"complete"})}, {"user", user_shape(UserView::own)}});
}

}  // namespace

Route sign_in_route(SignIn sign_in) {
  const std::vector<Field> fields = {
      Field::text("email", "The account's e-mail address.").required().at_most(254),
      // Longer ones are answered 413 by the action, unhashed.
      Field::text("password", "The account's password.").required().at_most(65536),
      Field::text("challengeSolution",
                  "The solution of the challenge that came with 403 challenge_required, for the same e-mail "
                  "address: its task, a dot, and the nonces as base64url.")
          .at_most(300)};
  return {.method = http::Method::post,
          .path = "/api/v1/sign-in",
          .access = Access::anyone(),
          .summary = "Sign in with e-mail address and password; sets the session cookie",
          .body = fields,
          .answers = {{200, signed_in_shape()}},
          .refusals = {{401, "invalid_credentials"},
                       {403, "challenge_required"},
                       {413, "password_too_long"},
                       {429, "too_many_attempts"}},
          .handle = [sign_in, fields](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            auto signed_in =
                sign_in(call, *body->text("email"), *body->text("password"), body->text("challengeSolution"));
            if (!signed_in) return std::move(signed_in.error());
            auto response =
                json_answer(200, {{"status", "complete"}, {"user", to_json(signed_in->user, UserView::own)}});
            sign_in.sessions.set_cookie(response, signed_in->session);
            sign_in.devices.set_cookie(response, signed_in->device);
            return response;
          }};
}

}  // namespace gatehouse::server
