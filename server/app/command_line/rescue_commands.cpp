// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "core/http/form.h"
#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"
#include "server/app/command_line/show.h"

namespace gatehouse::server {
namespace {

Outcome<Output> rescue_user(CommandContext& context) {
  const auto id = context.api.find_user_id(context.invocation.get("USER"));
  if (!id) return fail(id.error());
  boost::json::object body;
  if (context.invocation.has("--make-owner")) body["makeOwner"] = true;
  const auto rescued = context.api.send(
      http::Method::post, "/api/v1/operator/users/" + http::percent_encode(*id) + "/rescue", body);
  if (!rescued) return fail(rescued.error());
  const auto& link = rescued->as_object();
  return make_output(*rescued, show(link, "email") +
                                   " sets a new password here (the link works once, until " +
                                   show(link, "expiresAt") + "):\n  " + show(link, "url") + "\n");
}

}  // namespace

std::vector<Command> make_rescue_commands() {
  return {{
      .noun = "rescue",
      .verb = "",
      .summary = "Let somebody who is locked out back in",
      .words = {{"USER", "The user's id or e-mail address."}},
      .options = {{"--make-owner", "", "Also make the user an owner of the platform."}},
      .details =
          "Enables the account and prints a one-time link to set a new password; the server may go on\n"
          "running. The audit log tells of it.",
      .example = "rescue ada@example.com --make-owner",
      .run = rescue_user,
  }};
}

}  // namespace gatehouse::server
