// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/features/settings/mount.h"
#include "server/model/email.h"
#include "server/storage/audit_events.h"

namespace gatehouse::server {
namespace {

constexpr std::chrono::hours kUsefulFor{1};

/// Where to: one's own mailbox, or, for who has none here, the one that is named.
Result<std::string, http::Response> recipient_of(const Call& call, const Body& body) {
  const bool is_operator = call.caller.is_operator();
  const auto to = body.text("to");
  if (!to && call.caller.kind() == Caller::Kind::user) return call.caller.user().email;
  const auto email = parse_email(to.value_or(""));
  if (!email) return fail(invalid_fields({{"to", "must be an e-mail address"}}));
  if (!is_operator && (call.caller.kind() != Caller::Kind::user || *email != call.caller.user().email))
    return fail(invalid_fields({{"to", "must be your own address"}}));
  return *email;
}

boost::json::object ask_server(net::SmtpClient* smtp) {
  if (smtp == nullptr)
    return {{"state", "none"}, {"detail", "No mail server is set; the mail stays in the outbox."}};
  const auto reached = smtp->probe();
  if (reached) return {{"state", "ok"}, {"detail", "The mail server takes our mail."}};
  return {{"state", "problem"}, {"detail", reached.error().detail}};
}

std::optional<std::string> locale_of(const Caller& caller) {
  return caller.kind() == Caller::Kind::user ? caller.user().locale : std::nullopt;
}

http::Response send(const PlatformSettings& settings, const Call& call, const Body& body) {
  const auto to = recipient_of(call, body);
  if (!to) return to.error();
  const auto queued = settings.database.write([&](sql::Connection& connection) {
    const auto inserted =
        settings.mailer.queue(connection, {.kind = MailKind::test,
                                           .to = *to,
                                           .locale = locale_of(call.caller),
                                           .facts = {{"link", settings.mailer.url("/console/settings")}},
                                           .useful_for = kUsefulFor});
    if (inserted == mails::Inserted::yes)
      audit_events::append(connection,
                           make_audit_event(call, settings.clock.now(), "settings.test_mail", *to));
    return inserted;
  });
  if (queued != mails::Inserted::yes) {
    auto response = http::problem(429, "too_many_mails",
                                  "There were several test mails already; wait a quarter of an hour.");
    response.headers.set("Retry-After", "900");
    return response;
  }
  return json_answer(202, {{"to", *to}, {"server", ask_server(settings.smtp)}});
}

std::vector<Field> test_mail_fields() {
  return {Field::text("to", "Your own address, which is also the default.").at_most(254)};
}

Shape test_mail_shape() {
  using namespace shape;
  return object("TestMail",
                {{"to", text()}, {"server", object("", {{"state", text()}, {"detail", text().nullable()}})}});
}

}  // namespace

Route send_test_mail_route(PlatformSettings settings) {
  return {.method = http::Method::post,
          .path = "/api/v1/settings/test-mail",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Mail oneself a test, and ask the mail server whether it takes our mail",
          .body = test_mail_fields(),
          .answers = {{202, test_mail_shape()}},
          .refusals = {{429, "too_many_mails"}},
          .handle = [settings, fields = test_mail_fields()](const Call& call) {
            const auto body = parse_body(call.request, fields);
            return body ? send(settings, call, *body) : body.error();
          }};
}

}  // namespace gatehouse::server
