// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "core/http/form.h"
#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"
#include "server/app/command_line/show.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;
using http::Method;

const Word kInvitation{"INVITATION", "The invitation's id, as invite list shows it."};

std::string invitations_path(std::string_view app) {
  return "/api/v1/apps/" + http::percent_encode(app) + "/invitations";
}

/// The path of the invitation that the command names by its id alone.
Outcome<std::string> find_path(CommandContext& context) {
  const auto id = http::percent_encode(context.invocation.get("INVITATION"));
  const auto found = context.api.get("/api/v1/operator/invitations/" + id);
  if (!found) return fail(found.error());
  return invitations_path(show(found->as_object(), "appId")) + "/" + id;
}

Outcome<json::object> make_body(const Invocation& given) {
  json::object body;
  if (const auto email = given.find("--email")) body["email"] = *email;
  body["roles"] = json::value_from(given.all("--role"));
  if (const auto text = given.find("--uses")) {
    const auto uses = text->find_first_not_of("0123456789") == text->npos && text->size() < 10
                          ? std::atoi(text->c_str())
                          : 0;
    if (uses < 1) return fail(Refusal{"--uses \"" + *text + "\" is no number of people", kWrongUsage});
    body["maxUses"] = uses;
  }
  if (const auto text = given.find("--expires")) {
    const auto lifetime = parse_duration(*text);
    if (!lifetime)
      return fail(Refusal{"--expires \"" + *text + "\" is no duration; write for example 7d", kWrongUsage});
    body["expiresInSeconds"] = lifetime->count();
  }
  return body;
}

std::string show_link(const json::object& sent) {
  const auto email = show(sent, "email");
  const bool mailed = sent.at("mailed").as_bool();
  std::string text = email.empty() ? "Whoever has this link may join:\n"
                     : mailed      ? "The invitation to " + email + " is mailed. Its link:\n"
                                   : "Too many mails went to " + email + " just now; hand on the link:\n";
  return text + "\n  " + show(sent, "url") + "\n\n" +
         show_lines(sent, {{"id", "id"}, {"roles", "roles"}, {"expires", "expiresAt"}});
}

Outcome<Output> send_invitation(CommandContext& context) {
  const auto& given = context.invocation;
  if (given.has("--email") == given.has("--uses"))
    return fail(Refusal{"give --email for one person, or --uses for an open link", kWrongUsage});
  const auto body = make_body(given);
  if (!body) return fail(body.error());
  const auto sent = context.api.send(Method::post, invitations_path(given.get("--app")), *body);
  if (!sent) return fail(sent.error());
  return make_output(*sent, show_link(sent->as_object()));
}

Outcome<Output> resend_invitation(CommandContext& context) {
  const auto path = find_path(context);
  if (!path) return fail(path.error());
  const auto sent = context.api.send(Method::post, *path + "/resend", json::object{});
  if (!sent) return fail(sent.error());
  return make_output(*sent, show_link(sent->as_object()));
}

Outcome<Output> list_invitations(CommandContext& context) {
  const auto app = context.invocation.find("--app");
  const auto invitations = context.api.list(app ? invitations_path(*app) : "/api/v1/operator/invitations");
  if (!invitations) return fail(invitations.error());
  return make_output(*invitations,
                     {{"ID", "id"},
                      {"APP", "appId"},
                      {"E-MAIL", "email"},
                      {"ROLES", "roles"},
                      {"STATE", "state"},
                      {"USES", "uses"},
                      {"EXPIRES", "expiresAt"}},
                     "There are no invitations; gatehouse invite send makes one.");
}

Outcome<Output> revoke_invitation(CommandContext& context) {
  const auto path = find_path(context);
  if (!path) return fail(path.error());
  const auto revoked = context.api.send(Method::delete_, *path);
  if (!revoked) return fail(revoked.error());
  const std::string& id = context.invocation.get("INVITATION");
  return make_output(json::object{{"id", id}},
                     "Revoked the invitation " + id + "; its link stopped working.\n");
}

}  // namespace

std::vector<Command> make_invite_commands() {
  return {
      {.noun = "invite",
       .verb = "send",
       .summary = "Invite somebody into an app by mail, or make an open link",
       .options = {{"--app", "ID", "The app's id.", Need::required},
                   {"--email", "EMAIL", "Who is invited, and alone may accept."},
                   {"--uses", "NUMBER", "Instead of --email: an open link for so many people."},
                   {"--role", "ROLE", "A role in this app; may be repeated.", Need::optional, Repeat::many},
                   {"--expires", "DURATION", "How long it can be accepted: 1s to 90d, 7d by default."}},
       .details = "Prints the link, which is not shown again. Whoever has it can accept the invitation.",
       .example = "invite send --app orders --email ada@example.com --role editor --expires 7d",
       .run = send_invitation},
      {.noun = "invite",
       .verb = "list",
       .summary = "List invitations, newest first",
       .options = {{"--app", "ID", "Of this app only."}},
       .example = "invite list --app orders",
       .run = list_invitations},
      {.noun = "invite",
       .verb = "resend",
       .summary = "Send an invitation once more, with a new link",
       .words = {kInvitation},
       .details = "The new link works as long as the first one did; the old one stops working.",
       .example = "invite resend inv_0j5qk3v8a2m4n6p8r0t2v4x6y8",
       .run = resend_invitation},
      {.noun = "invite",
       .verb = "revoke",
       .summary = "Revoke an invitation: its link stops working at once",
       .words = {kInvitation},
       .example = "invite revoke inv_0j5qk3v8a2m4n6p8r0t2v4x6y8",
       .run = revoke_invitation},
  };
}

}  // namespace gatehouse::server
