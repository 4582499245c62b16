// SPDX-License-Identifier: Apache-2.0
#include "server/features/invitations/send_invitation.h"

#include <algorithm>

#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/no_such_app.h"
#include "server/features/invitations/invitation_answers.h"
#include "server/features/invitations/invitation_link.h"
#include "server/features/invitations/inviter.h"
#include "server/model/email.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/brands.h"
#include "server/storage/invitations.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kMostRoles = 100;

std::vector<Field> fields() {
  return {Field::text("email", "Who is invited, and alone may accept; absent for an open link.")
              .nullable()
              .at_most(254),
          Field::integer("maxUses", "How many people may accept an open link, 1 to 1000.")
              .between(1, kMostInvitationUses),
          Field::text_list("roles", "Roles that whoever accepts gets in the app.").at_most(64),
          Field::integer("expiresInSeconds", "How long it can be accepted, 1 to 7776000; default 604800.")
              .between(1, kMostInvitationLifetime.count())};
}

/// Reads `email` or `maxUses`: exactly one of them says whom the invitation is for.
void read_addressee(const Body& body, Invitation& invitation, std::vector<http::FieldError>& errors) {
  const auto email = body.text("email");
  const auto uses = body.integer("maxUses");
  if (email && uses) {
    errors.push_back({"maxUses", "is for open links; a mailed invitation works once"});
  } else if (email) {
    invitation.email = parse_email(*email);
    if (!invitation.email) errors.push_back({"email", std::string(kEmailRule)});
  } else if (!uses) {
    errors.push_back({"email", "is required, or maxUses for an open link"});
  } else {
    invitation.max_uses = int(*uses);
  }
}

Result<Invitation, std::vector<http::FieldError>> read_invitation(const Body& body) {
  Invitation invitation;
  std::vector<http::FieldError> errors;
  read_addressee(body, invitation, errors);
  invitation.roles = body.texts("roles").value_or(std::vector<std::string>());
  if (invitation.roles.size() > kMostRoles) errors.push_back({"roles", "may name at most 100 roles"});
  std::sort(invitation.roles.begin(), invitation.roles.end());
  invitation.roles.erase(std::unique(invitation.roles.begin(), invitation.roles.end()),
                         invitation.roles.end());
  invitation.lifetime =
      std::chrono::seconds(body.integer("expiresInSeconds").value_or(kDefaultInvitationLifetime.count()));
  if (!errors.empty()) return fail(std::move(errors));
  return invitation;
}

/// The invitation as it is sent now by this caller.
void stamp(Invitation& invitation, const Caller& sender, Time now) {
  invitation.invited_by = inviter_of(sender);
  invitation.sent_at = now;
  invitation.expires_at = now + invitation.lifetime;
  invitation.seen_at.reset();
}

void record(const Invitations& invitations, sql::Connection& connection, const Call& call,
            const Invitation& invitation, const char* action) {
  auto event = make_audit_event(call, invitations.clock.now(), action, invitation.id.value());
  event.app_id = invitation.app_id.value();
  audit_events::append(connection, event);
}

http::Response send(const Invitations& invitations, const Call& call, Invitation invitation) {
  const SecretString token(make_random_text(invitations.random, kTokenBytes));
  enum class Outcome { done, no_app, unknown_role };
  bool mailed = false;
  const auto outcome = invitations.database.write([&](sql::Connection& connection) {
    if (!apps::find(connection, invitation.app_id)) return Outcome::no_app;
    if (invitations::insert(connection, invitation, hash_invitation_token(token)) !=
        invitations::Inserted::yes)
      return Outcome::unknown_role;
    mailed = mail_invitation(invitations, connection, call.caller, invitation, token);
    record(invitations, connection, call, invitation,
           invitation.is_open_link() ? "invitation.link_made" : "invitation.sent");
    return Outcome::done;
  });
  if (outcome == Outcome::no_app) return no_such_app();
  if (outcome == Outcome::unknown_role)
    return invalid_fields({{"roles", "names a role that this app does not have"}});
  return sent_answer(invitations, 201, call.caller, invitation, token, mailed);
}

}  // namespace

bool mail_invitation(const Invitations& invitations, sql::Connection& connection, const Caller& inviter,
                     const Invitation& invitation, const SecretString& token) {
  if (invitation.is_open_link()) return false;
  const auto app = apps::find(connection, invitation.app_id);
  const auto reader = users::find_by_email(connection, *invitation.email);
  const bool is_person = inviter.kind() == Caller::Kind::user;
  const auto sender = is_person ? inviter.user().display_name()
                                : product_name_of(brands::load_effective(connection, std::nullopt));
  const auto locale = reader ? reader->locale : is_person ? inviter.user().locale : std::nullopt;
  return invitations.mailer.queue(
             connection,
             {.kind = MailKind::invitation,
              .to = *invitation.email,
              .locale = locale,
              .facts = {{"inviter", sender},
                        {"app", app ? app->name : ""},
                        {"time", Mailer::time_text(invitation.expires_at)},
                        {"link", invitations.mailer.url("/invite/" + std::string(token.reveal()))}},
              .useful_for = invitation.lifetime}) == mails::Inserted::yes;
}

http::Response sent_answer(const Invitations& invitations, int status, const Caller& sender,
                           const Invitation& invitation, const SecretString& token, bool mailed) {
  auto json = invitations.database.read(
      [&](sql::Connection& connection) { return to_json(connection, invitation, invitations.clock.now()); });
  json["mailed"] = mailed;
  json["url"] = nullptr;
  if (invitation.is_open_link() || may_see_mailed_link(sender))
    json["url"] = invitations.mailer.url("/invite/" + std::string(token.reveal()));
  return json_answer(status, json);
}

Shape sent_invitation_shape() {
  return invitation_shape().extended("SentInvitation",
                                     {{"mailed", shape::flag()}, {"url", shape::text().nullable()}});
}

Route send_invitation_route(Invitations invitations) {
  return {
      .method = http::Method::post,
      .path = "/api/v1/apps/{id}/invitations",
      .access = Access::requires_app_permission(AppPermission::manage_app),
      .summary = "Invite somebody into an app by mail, or make an open link that a number of people may use",
      .body = fields(),
      .answers = {{201, sent_invitation_shape()}},
      .refusals = {{403, "beyond_rights"}, {429, "too_many_mails"}},
      .handle = [invitations, fields = fields()](const Call& call) {
        const AppId app(call.request.param("id"));
        const bool exists = invitations.database.read(
            [&](sql::Connection& connection) { return apps::find(connection, app).has_value(); });
        if (!exists) return no_such_app();
        const auto body = parse_body(call.request, fields);
        if (!body) return body.error();
        auto invitation = read_invitation(*body);
        if (!invitation) return invalid_fields(invitation.error());
        const auto now = invitations.clock.now();
        invitation->id =
            InvitationId(make_sortable_text(kInvitationIdPrefix, invitations.clock, invitations.random));
        invitation->app_id = app;
        invitation->created_at = now;
        stamp(*invitation, call.caller, now);
        return send(invitations, call, std::move(*invitation));
      }};
}

Route resend_invitation_route(Invitations invitations) {
  return {.method = http::Method::post,
          .path = "/api/v1/apps/{id}/invitations/{invitation}/resend",
          .access = Access::requires_app_permission(AppPermission::manage_app),
          .summary =
              "Send an invitation once more, in the caller's name: the new link works as long as the first "
              "did, the old one no more",
          .answers = {{200, sent_invitation_shape()}},
          .refusals = {{409, "invitation_ended"}, {429, "too_many_mails"}},
          .handle = [invitations](const Call& call) {
            const InvitationId id(call.request.param("invitation"));
            const SecretString token(make_random_text(invitations.random, kTokenBytes));
            std::optional<Invitation> invitation;
            bool mailed = false;
            enum class Outcome { done, unknown, ended };
            const auto outcome = invitations.database.write([&](sql::Connection& connection) {
              const auto now = invitations.clock.now();
              invitation = invitations::find(connection, id);
              if (!invitation || invitation->app_id.value() != call.request.param("id"))
                return Outcome::unknown;
              const auto state = invitation->state(now);
              if (state == InvitationState::accepted || state == InvitationState::revoked)
                return Outcome::ended;
              stamp(*invitation, call.caller, now);
              invitations::renew(connection, *invitation, hash_invitation_token(token));
              mailed = mail_invitation(invitations, connection, call.caller, *invitation, token);
              record(invitations, connection, call, *invitation, "invitation.resent");
              return Outcome::done;
            });
            if (outcome == Outcome::unknown) return no_such_invitation();
            if (outcome == Outcome::ended)
              return http::problem(409, "invitation_ended", "It was accepted or revoked. Send a new one.");
            return sent_answer(invitations, 200, call.caller, *invitation, token, mailed);
          }};
}

}  // namespace gatehouse::server
