// SPDX-License-Identifier: Apache-2.0
#include "server/app/command_line/token_commands.h"

#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"
#include "server/app/command_line/show.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;
using http::Method;

Outcome<Output> issue_token(CommandContext& context) {
  const Invocation& given = context.invocation;
  json::object body{{"appId", given.get("--app")}};
  if (const auto text = given.find("--ttl")) {
    const auto lifetime = parse_duration(*text);
    if (!lifetime)
      return fail(Refusal{"--ttl \"" + *text + "\" is no duration; write for example 15m", kWrongUsage});
    body["ttlSeconds"] = lifetime->count();
  }
  const auto id = context.api.find_user_id(given.get("USER"));
  if (!id) return fail(id.error());
  body["userId"] = *id;
  const auto issued = context.api.send(Method::post, "/api/v1/operator/tokens", body);
  if (!issued) return fail(issued.error());
  return make_output(*issued, show(issued->as_object(), "token") + "\n");
}

}  // namespace

std::vector<Command> make_token_commands() {
  const Word word{"TOKEN", "The token; read from standard input where left out.", Need::optional};
  const Option app{"--app", "ID", "The app's id.", Need::required};
  return {
      {.noun = "token",
       .verb = "issue",
       .summary = "Issue an app token for a member",
       .words = {{"USER", "The user's id or e-mail address.", Need::required, "--user"}},
       .options = {app,
                   {"--user", "USER", "The user's id or e-mail address."},
                   {"--ttl", "DURATION", "How long the token is good: 1m to 24h, else as the app has it."}},
       .details = "Prints the token alone, for scripts and for trying an app out.",
       .example = "token issue --app orders --user ada@example.com --ttl 15m",
       .run = issue_token},
      {.noun = "token",
       .verb = "inspect",
       .summary = "Show what a token says, without verifying it",
       .words = {word},
       .details = "Works without a platform.",
       .example = "token inspect TOKEN",
       .run = inspect_token},
      {.noun = "token",
       .verb = "verify",
       .summary = "Say whether an app would accept a token, or exactly why not",
       .words = {word},
       .options = {app,
                   {"--secret-env", "NAME",
                    "The environment variable that holds the app's secret key, or two as current,next.",
                    Need::required},
                   {"--issuer", "URL", "The platform it must come from; any where left out."}},
       .details =
           "Works without a platform, by the same rules and code as apps. Exit status 1 when the token is\n"
           "not valid.",
       .example = "token verify TOKEN --secret-env SECRET_KEY --app orders",
       .run = verify_token},
  };
}

}  // namespace gatehouse::server
