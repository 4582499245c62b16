// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/json_text.h"
#include "server/access/preferred_language.h"
#include "server/features/sign_up/mount.h"
#include "server/features/sign_up/sign_up_closed.h"
#include "server/model/email.h"
#include "server/storage/audit_events.h"
#include "server/storage/sign_up_policy.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

std::string names_of(const std::vector<std::string>& domains) {
  std::string names;
  for (const auto& domain : domains) names += (names.empty() ? "" : ", ") + domain;
  return names;
}

OutgoingMail base_mail(MailKind kind, const account_requests::AccountRequest& request) {
  return {.kind = kind,
          .to = request.email,
          .locale = request.detail.empty() ? std::nullopt : std::optional(request.detail),
          .facts = {{"email", request.email}, {"hours", "24"}},
          .useful_for = lifetime_of(LinkPurpose::sign_up),
          .urgency = mails::Urgency::by_strangers};
}

}  // namespace

Route ask_sign_up_route(SignUp sign_up) {
  const std::vector<Field> fields = {
      Field::text("email", "The address to sign up with.").required().at_most(254)};
  return {.method = http::Method::post,
          .path = "/api/v1/sign-up",
          .access = Access::anyone(),
          .summary = "Ask for a link to make an account; answers alike whether the address is known or not",
          .body = fields,
          .answers = {{202, shape::object("", {{"status", shape::one_of({"accepted"})}})}},
          .refusals = {{404, "not_found"}},
          .handle = [sign_up, fields](const Call& call) {
            const auto policy = sign_up.database.read(load_sign_up_policy);
            if (policy.mode == SignUpPolicy::Mode::off) return sign_up_closed();
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            const auto email = parse_email(*body->text("email"));
            if (!email) return invalid_fields({{"email", std::string(kEmailRule)}});
            if (!policy.admits(*email))
              return invalid_fields({{"email", "must be an address at " + names_of(policy.domains)}});
            sign_up.database.write([&](sql::Connection& connection) {
              account_requests::note(connection, {.purpose = std::string(kSignUpRequest),
                                                  .email = *email,
                                                  .detail = preferred_language(call.request),
                                                  .client_address = call.request.client_address,
                                                  .request_id = call.request.request_id,
                                                  .created_at = sign_up.clock.now()});
            });
            return json_answer(202, {{"status", "accepted"}});
          }};
}

void mail_sign_up(const SignUp& sign_up, sql::Connection& connection,
                  const account_requests::AccountRequest& request) {
  if (!load_sign_up_policy(connection).admits(request.email)) return;  // changed meanwhile
  const auto user = users::find_by_email(connection, request.email);
  AuditEvent event;
  event.at = sign_up.clock.now();
  event.action = "user.sign_up_asked";
  event.outcome = user ? "failure" : "success";
  event.reason = user ? "known_user" : "";
  event.actor = "anonymous";
  event.target = user ? user->id.value() : "";
  event.client_address = request.client_address;
  event.request_id = request.request_id;
  audit_events::append(connection, event);
  auto mail = base_mail(user ? MailKind::sign_up_known : MailKind::sign_up, request);
  if (user) {
    mail.facts["link"] = sign_up.mailer.url("/sign-in");
  } else {
    const auto token = sign_up.links.issue(connection, LinkPurpose::sign_up, request.email, request.detail);
    mail.facts["link"] = sign_up.mailer.url("/sign-up?token=" + std::string(token.reveal()));
  }
  sign_up.mailer.queue(connection, mail);
}

}  // namespace gatehouse::server
