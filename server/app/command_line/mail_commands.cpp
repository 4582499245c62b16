// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <boost/json.hpp>

#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"
#include "server/app/command_line/show.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;

constexpr std::string_view kOutbox = "/api/v1/mail-outbox";

Outcome<Output> list_mails(CommandContext& context) {
  const auto mails = context.api.list(kOutbox);
  if (!mails) return fail(mails.error());
  return make_output(*mails,
                     {{"ID", "id"},
                      {"KIND", "kind"},
                      {"TO", "to"},
                      {"STATE", "state"},
                      {"QUEUED", "createdAt"},
                      {"ERROR", "error"}},
                     "No mail was queued within the last 30 days.");
}

/// The lines of a mail, which are made harmless one by one so that they stay lines.
std::string show_text(const json::object& mail) {
  const auto* text = mail.if_contains("text");
  if (text == nullptr || !text->is_string())
    return "\nWhat it says is shown only while it waits and no mail server is set.\n";
  std::string shown = "\n";
  std::string_view rest = text->get_string();
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    shown += make_harmless(rest.substr(0, end)) + "\n";
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return shown;
}

Outcome<Output> show_mail(CommandContext& context) {
  const auto mails = context.api.list(kOutbox);
  if (!mails) return fail(mails.error());
  const auto& id = context.invocation.get("MAIL");
  const auto found = std::find_if(mails->begin(), mails->end(), [&](const json::value& mail) {
    return show(mail.as_object(), "id") == id;
  });
  if (found == mails->end())
    return fail(Refusal{"there is no mail " + id + "; gatehouse mail list shows all"});
  const auto& mail = found->as_object();
  return make_output(*found, show_lines(mail, {{"id", "id"},
                                               {"kind", "kind"},
                                               {"to", "to"},
                                               {"subject", "subject"},
                                               {"state", "state"},
                                               {"attempts", "attempts"},
                                               {"error", "error"},
                                               {"queued", "createdAt"},
                                               {"next attempt", "nextAttemptAt"},
                                               {"of use until", "usefulUntil"},
                                               {"finished", "finishedAt"}}) +
                                 show_text(mail));
}

Outcome<Output> send_test_mail(CommandContext& context) {
  const auto sent = context.api.send(http::Method::post, "/api/v1/settings/test-mail",
                                     json::object{{"to", context.invocation.get("--to")}});
  if (!sent) return fail(sent.error());
  const auto& answer = sent->as_object();
  return make_output(
      *sent, "A test mail to " + show(answer, "to") + " is queued. " + show(answer, "server.detail") + "\n");
}

}  // namespace

std::vector<Command> make_mail_commands() {
  return {
      {.noun = "mail",
       .verb = "list",
       .summary = "List the platform's mails, newest first, and what became of them",
       .example = "mail list",
       .run = list_mails},
      {.noun = "mail",
       .verb = "show",
       .summary = "Show one mail; without a mail server also what it says, links included",
       .words = {{"MAIL", "The mail's id, as mail list shows it."}},
       .example = "mail show 42",
       .run = show_mail},
      {.noun = "mail",
       .verb = "test",
       .summary = "Mail somebody a test, and ask the mail server whether it takes our mail",
       .options = {{"--to", "EMAIL", "Where to.", Need::required}},
       .example = "mail test --to ada@example.com",
       .run = send_test_mail},
  };
}

}  // namespace gatehouse::server
