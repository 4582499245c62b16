// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/new_user.h"
#include "server/access/preferred_language.h"
#include "server/features/invitations/invitation_answers.h"
#include "server/features/invitations/invitation_link.h"
#include "server/model/email.h"
#include "server/storage/audit_events.h"
#include "server/storage/members.h"
#include "server/storage/sessions.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

enum class Outcome { done, ended, account_exists, wrong_account, email_unverified };

/// What one acceptance works with.
struct Acceptance {
  const Invitations& invitations;
  const Call& call;
  const SecretString& token;
  const HeldInvitation& held;
};

std::vector<Field> fields() {
  return {Field::text("name", "Full name, of a new person.").at_most(200),
          Field::text("password", "The password to be, of a new person.").at_most(1024),
          Field::text("email", "Address of a new person with an open link; a mail proves it.").at_most(254)};
}

http::Response refusal(Outcome outcome) {
  switch (outcome) {
    case Outcome::account_exists:
      return http::problem(409, "account_exists",
                           "There is an account with this address already. Sign in, then accept.");
    case Outcome::wrong_account:
      return http::problem(403, "wrong_account",
                           "This invitation was sent to another address. Sign in with that one.");
    case Outcome::email_unverified:
      return http::problem(403, "email_unverified",
                           "Confirm the e-mail address of your account first, then accept.");
    case Outcome::ended:
    case Outcome::done:
      break;
  }
  return invitation_ended();
}

boost::json::object accepted_body(const Acceptance& acceptance, const User& user) {
  const auto& app = acceptance.held.app;
  return {{"status", "accepted"},
          {"user", to_json(user, UserView::own)},
          {"app", boost::json::object{{"id", app.id.value()},
                                      {"name", app.name},
                                      {"url", app.base_url.empty() ? boost::json::value(nullptr)
                                                                   : boost::json::value(app.base_url)}}}};
}

/// One event of the acceptance, done by the one who accepts.
AuditEvent make_event(const Acceptance& acceptance, const char* action, const UserId& user,
                      const std::string& target) {
  auto event = make_audit_event(acceptance.call, acceptance.invitations.clock.now(), action, target);
  event.actor = user.value();
  event.app_id = acceptance.held.app.id.value();
  return event;
}

/// Gives the roles of the invitation beside those that the user has: accepting takes nothing away.
void admit(const Acceptance& acceptance, sql::Connection& connection, const Invitation& invitation,
           const UserId& user) {
  Member member{invitation.app_id, user, invitation.roles};
  if (const auto present = members::find(connection, invitation.app_id, user)) {
    member.roles.clear();
    std::set_union(present->roles.begin(), present->roles.end(), invitation.roles.begin(),
                   invitation.roles.end(), std::back_inserter(member.roles));
  }
  // Roles go with an invitation only as long as they exist.
  (void)members::put(connection, member, acceptance.invitations.clock.now());
  audit_events::append(connection,
                       make_event(acceptance, "invitation.accepted", user, invitation.id.value()));
  audit_events::append(connection, make_event(acceptance, "member.set", user, user.value()));
}

bool gains_nothing(sql::Connection& connection, const Invitation& invitation, const UserId& user) {
  const auto present = members::find(connection, invitation.app_id, user);
  return present && std::includes(present->roles.begin(), present->roles.end(), invitation.roles.begin(),
                                  invitation.roles.end());
}

/// Who may accept is judged by the account as it is now, not as it was when the session began.
std::optional<Outcome> refuse_account(const HeldInvitation& held, const User& user) {
  if (!held.proven_email) return std::nullopt;
  if (user.email != *held.proven_email) return Outcome::wrong_account;
  if (!user.email_verified) return Outcome::email_unverified;
  return std::nullopt;
}

Outcome admit_signed_in(const Acceptance& acceptance, sql::Connection& connection, const UserId& id) {
  const auto& [invitations, call, token, first_look] = acceptance;
  const auto held = find_held_invitation(invitations, connection, token);
  const auto user = users::find(connection, id);
  if (!held || !user || user->is_disabled()) return Outcome::ended;
  if (const auto refused = refuse_account(*held, *user)) {
    auto event = make_event(acceptance, "invitation.accepted", id, held->invitation.id.value());
    event.outcome = "failure";
    event.reason = *refused == Outcome::wrong_account ? "wrong_account" : "email_unverified";
    audit_events::append(connection, event);
    return *refused;
  }
  // Who has all of it already leaves the uses of an open link to others.
  if (held->invitation.is_open_link() && gains_nothing(connection, held->invitation, id))
    return Outcome::done;
  if (!use_held_invitation(invitations, connection, *held, token)) return Outcome::ended;
  admit(acceptance, connection, held->invitation, id);
  return Outcome::done;
}

http::Response accept_signed_in(const Acceptance& acceptance, const Body& body) {
  std::vector<http::FieldError> errors;
  for (const char* field : {"name", "password", "email"}) {
    if (body.has(field)) errors.push_back({field, "is for people without an account; you are signed in"});
  }
  if (!errors.empty()) return invalid_fields(std::move(errors));
  const auto& user = acceptance.call.caller.user();
  const auto outcome = acceptance.invitations.database.write(
      [&](sql::Connection& connection) { return admit_signed_in(acceptance, connection, user.id); });
  if (outcome != Outcome::done) return refusal(outcome);
  return json_answer(200, accepted_body(acceptance, user));
}

/// Somebody without an account who came by an open link: nothing is made before the mailbox is proven, and
/// what is answered does not tell whether the address has an account.
http::Response ask_address(const Acceptance& acceptance, const Body& body) {
  const auto& [invitations, call, token, held] = acceptance;
  std::vector<http::FieldError> errors;
  for (const char* field : {"name", "password"}) {
    if (body.has(field)) errors.push_back({field, "is asked for once the address is confirmed by mail"});
  }
  const auto email = parse_email(body.text("email").value_or(""));
  if (!email) errors.push_back({"email", body.has("email") ? std::string(kEmailRule) : "is required"});
  if (!errors.empty()) return invalid_fields(std::move(errors));
  invitations.database.write([&](sql::Connection& connection) {
    account_requests::note(connection,
                           {.purpose = std::string(kInvitationAddressRequest),
                            .email = *email,
                            .detail = held.invitation.id.value() + " " + preferred_language(call.request),
                            .client_address = call.request.client_address,
                            .request_id = call.request.request_id,
                            .created_at = invitations.clock.now()});
  });
  return json_answer(202, {{"status", "confirm_email"}});
}

/// A new person whose address the link has proven.
struct Newcomer {
  User user;
  SecretString password;
};

Result<Newcomer, std::vector<http::FieldError>> read_newcomer(const Acceptance& acceptance,
                                                              const Body& body) {
  const auto& invitations = acceptance.invitations;
  std::vector<http::FieldError> errors;
  if (body.has("email")) errors.push_back({"email", "is known from the invitation"});
  const auto name = body.text("name");
  if (!name || name->empty()) {
    errors.push_back({"name", "is required"});
  } else if (!is_person_name(*name)) {
    errors.push_back({"name", "must be one line of readable text of at most 200 bytes"});
  }
  if (!body.has("password")) errors.push_back({"password", "is required"});
  if (!errors.empty()) return fail(std::move(errors));
  auto password = check_new_password(*body.text("password"), *acceptance.held.proven_email);
  if (!password) return fail(password.error());
  User user;
  user.id = UserId(make_sortable_text(kUserIdPrefix, invitations.clock, invitations.random));
  user.email = *acceptance.held.proven_email;
  user.email_verified = true;
  user.name = *name;
  if (const auto language = preferred_language(acceptance.call.request); !language.empty())
    user.locale = language;
  user.created_at = user.updated_at = invitations.clock.now();
  user.last_sign_in_at = user.created_at;
  return Newcomer{std::move(user), std::move(*password)};
}

bool is_known(sql::Connection& connection, const std::string& email) {
  return users::find_by_email(connection, email).has_value();
}

Outcome admit_newcomer(const Acceptance& acceptance, sql::Connection& connection, const User& user,
                       const std::string& phc, const NewSession& session, const SecretString& device) {
  const auto& [invitations, call, token, first_look] = acceptance;
  const auto held = find_held_invitation(invitations, connection, token);
  if (!held || held->proven_email != user.email) return Outcome::ended;
  if (is_known(connection, user.email)) return Outcome::account_exists;
  if (!use_held_invitation(invitations, connection, *held, token)) return Outcome::ended;
  if (users::insert(connection, user, phc) == users::Inserted::email_taken) return Outcome::account_exists;
  // Whoever used this browser before is signed out of it, as by signing in as somebody else.
  if (call.caller.kind() == Caller::Kind::user) sessions::remove(connection, call.caller.session().id);
  invitations.sessions.insert(connection, session);
  auto event = make_event(acceptance, "user.signed_up", user.id, user.id.value());
  event.reason = "invited";
  event.session_id = session.session.id.value();
  audit_events::append(connection, event);
  admit(acceptance, connection, held->invitation, user.id);
  invitations.devices.note(connection, user, session.session, device);
  return Outcome::done;
}

http::Response accept_as_newcomer(const Acceptance& acceptance, const Body& body) {
  const auto& [invitations, call, token, held] = acceptance;
  if (!held.proven_email) return ask_address(acceptance, body);
  const bool known = invitations.database.read(
      [&](sql::Connection& connection) { return is_known(connection, *held.proven_email); });
  // Whoever holds the mailed link reads that mailbox, and may know whose account it is.
  if (known) return refusal(Outcome::account_exists);
  const auto newcomer = read_newcomer(acceptance, body);
  if (!newcomer) return invalid_fields(newcomer.error());
  const auto phc = invitations.passwords.hash(newcomer->password);
  if (!phc) return overloaded();
  const auto session = invitations.sessions.make(newcomer->user.id, {"pwd"}, call.request);
  const auto device = invitations.devices.mark_of(call.request);
  const auto outcome = invitations.database.write([&](sql::Connection& connection) {
    return admit_newcomer(acceptance, connection, newcomer->user, *phc, session, device);
  });
  if (outcome != Outcome::done) return refusal(outcome);
  auto response = json_answer(201, accepted_body(acceptance, newcomer->user));
  invitations.sessions.set_cookie(response, session);
  invitations.devices.set_cookie(response, device);
  return response;
}

/// A person without an account, also in a browser that somebody else is signed in with.
bool is_newcomer(const Call& call, const HeldInvitation& held, const Body& body) {
  if (call.caller.kind() != Caller::Kind::user) return true;
  return body.has("password") && held.proven_email && held.proven_email != call.caller.user().email;
}

}  // namespace

namespace {

Shape acceptance_shape() {
  using namespace shape;
  return object("AcceptedInvitation",
                {{"status", one_of({"accepted"})},
                 {"user", user_shape(UserView::own)},
                 {"app", object("", {{"id", text()}, {"name", text()}, {"url", text().nullable()}})}});
}

Shape confirm_email_shape() {
  return shape::object("", {{"status", shape::one_of({"confirm_email"})}});
}

}  // namespace

Route accept_invitation_route(Invitations invitations) {
  return {.method = http::Method::post,
          .path = "/api/v1/invitations/{token}/accept",
          .access = Access::anyone(),
          .summary =
              "Accept an invitation: signed in with an empty body; a new person with name and "
              "password, or by an open link with an address first",
          .body = fields(),
          .answers = {{200, acceptance_shape()}, {201, acceptance_shape()}, {202, confirm_email_shape()}},
          .refusals = {{403, "email_unverified"}, {403, "wrong_account"}, {409, "account_exists"}},
          .handle = [invitations, fields = fields()](const Call& call) {
            const SecretString token(call.request.param("token"));
            const auto held = invitations.database.read([&](sql::Connection& connection) {
              return find_held_invitation(invitations, connection, token);
            });
            if (!held) return invitation_ended();
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            const Acceptance acceptance{invitations, call, token, *held};
            return is_newcomer(call, *held, *body) ? accept_as_newcomer(acceptance, *body)
                                                   : accept_signed_in(acceptance, *body);
          }};
}

}  // namespace gatehouse::server
