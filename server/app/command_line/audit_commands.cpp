// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"
#include "server/app/command_line/show.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;

Outcome<Output> list_events(CommandContext& context) {
  const auto events = context.api.list("/api/v1/audit-events");
  if (!events) return fail(events.error());
  return make_output(*events,
                     {{"ID", "id"},
                      {"AT", "at"},
                      {"ACTION", "action"},
                      {"OUTCOME", "outcome"},
                      {"REASON", "reason"},
                      {"ACTOR", "actor"},
                      {"TARGET", "target"},
                      {"APP", "appId"},
                      {"ADDRESS", "clientAddress"}},
                     "The audit log is empty.");
}

Outcome<Output> verify_chain(CommandContext& context) {
  const auto checked = context.api.send(http::Method::post, "/api/v1/operator/audit-events/verify");
  if (!checked) return fail(checked.error());
  const auto& object = checked->as_object();
  auto output = make_output(*checked, "The chain holds; events checked: " + show(object, "checked") + ".\n");
  if (!object.at("firstBroken").is_null()) {
    output.text.clear();
    output.exit_code = kRefused;
    output.complaint = "The audit log was tampered with: event " + show(object, "firstBroken") +
                       " is the first that was changed or follows a gap. Compare it with your backup.";
  }
  return output;
}

}  // namespace

std::vector<Command> make_audit_commands() {
  return {{.noun = "audit",
           .verb = "list",
           .summary = "Show the audit log, newest first",
           .example = "audit list --json",
           .run = list_events},
          {.noun = "audit",
           .verb = "verify",
           .summary = "Check that no event of the audit log was changed or removed",
           .details =
               "Each event carries a hash over itself and the one before. Exit status 1 and the first broken "
               "event when the chain does not hold.",
           .example = "audit verify",
           .run = verify_chain}};
}

}  // namespace gatehouse::server
