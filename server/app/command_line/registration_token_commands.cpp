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

constexpr std::string_view kTokens = "/api/v1/registration-tokens";

Outcome<Output> add_token(CommandContext& context) {
  const auto& given = context.invocation;
  json::object body = {{"name", given.get("--name")}};
  if (const auto text = given.find("--expires")) {
    const auto span = parse_duration(*text);
    if (!span) {
      return fail(Refusal{"--expires \"" + *text + "\" is no duration; write for example 1d", kWrongUsage});
    }
    body["expiresInSeconds"] = span->count();
  }
  const auto token = context.api.send(Method::post, kTokens, body);
  if (!token) return fail(token.error());
  return make_output(
      *token, "Whoever has this token may register apps. It is not shown again.\n\n" +
                  show_lines(token->as_object(),
                             {{"id", "id"}, {"name", "name"}, {"token", "token"}, {"expires", "expiresAt"}}));
}

Outcome<Output> list_tokens(CommandContext& context) {
  const auto tokens = context.api.list(kTokens);
  if (!tokens) return fail(tokens.error());
  return make_output(*tokens, {{"ID", "id"}, {"NAME", "name"}, {"EXPIRES", "expiresAt"}},
                     "There are no registration tokens: apps can't register themselves.");
}

Outcome<Output> revoke_token(CommandContext& context) {
  const std::string& id = context.invocation.get("ID");
  const auto revoked =
      context.api.send(Method::delete_, std::string(kTokens) + "/" + http::percent_encode(id));
  if (!revoked) return fail(revoked.error());
  return make_output(json::object{{"id", id}}, "Revoked the registration token " + id + ".\n");
}

}  // namespace

std::vector<Command> make_registration_token_commands() {
  return {{.noun = "registration-token",
           .verb = "add",
           .summary = "Let apps register themselves (RFC 7591) and show the token for it once",
           .options = {{"--name", "NAME", "What it is for.", Need::required},
                       {"--expires", "DURATION", "How long it is good: 1m to 30d, 1d by default."}},
           .details = "Apps that register themselves count as apps of others, and have no members at first.",
           .example = "registration-token add --name CI --expires 1h",
           .run = add_token},
          {.noun = "registration-token",
           .verb = "list",
           .summary = "List the registration tokens",
           .example = "registration-token list",
           .run = list_tokens},
          {.noun = "registration-token",
           .verb = "revoke",
           .summary = "Revoke a registration token; apps that registered with it stay",
           .words = {{"ID", "The token's id."}},
           .example = "registration-token revoke reg_01",
           .run = revoke_token}};
}

}  // namespace gatehouse::server
