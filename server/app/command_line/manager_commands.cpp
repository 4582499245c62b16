// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "core/http/form.h"
#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"
#include "server/app/command_line/show.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;
using http::Method;

const Option kApp{"--app", "ID", "The app's id.", Need::required};
const Option kUserOption{"--user", "USER", "The user's id or e-mail address."};
const Word kUser{"USER", "The user's id or e-mail address.", Need::required, "--user"};

std::string managers_path(CommandContext& context) {
  return "/api/v1/apps/" + http::percent_encode(context.invocation.get("--app")) + "/managers";
}

Outcome<json::value> send_to_manager(CommandContext& context, Method method) {
  const auto id = context.api.find_user_id(context.invocation.get("USER"));
  if (!id) return fail(id.error());
  return context.api.send(method, managers_path(context) + "/" + http::percent_encode(*id));
}

Outcome<Output> add_manager(CommandContext& context) {
  const auto manager = send_to_manager(context, Method::put);
  if (!manager) return fail(manager.error());
  return make_output(*manager,
                     context.invocation.get("USER") + " manages " + context.invocation.get("--app") + ".\n");
}

Outcome<Output> list_managers(CommandContext& context) {
  const auto managers = context.api.list(managers_path(context));
  if (!managers) return fail(managers.error());
  return make_output(*managers, {{"USER", "user.id"}, {"E-MAIL", "user.email"}, {"NAME", "user.name"}},
                     "Nobody but administrators manages the app; gatehouse manager add names somebody.");
}

Outcome<Output> remove_manager(CommandContext& context) {
  const auto removed = send_to_manager(context, Method::delete_);
  if (!removed) return fail(removed.error());
  const std::string& user = context.invocation.get("USER");
  const std::string& app = context.invocation.get("--app");
  return make_output(json::object{{"appId", app}, {"user", user}},
                     user + " does not manage " + app + " any more.\n");
}

}  // namespace

std::vector<Command> make_manager_commands() {
  return {
      {.noun = "manager",
       .verb = "add",
       .summary = "Let a user manage an app",
       .words = {kUser},
       .options = {kApp, kUserOption},
       .details = "Its roles, members, invitations and managers, and nothing else on the platform.",
       .example = "manager add --app orders mia@example.com",
       .run = add_manager},
      {.noun = "manager",
       .verb = "list",
       .summary = "List an app's managers",
       .options = {kApp},
       .example = "manager list --app orders",
       .run = list_managers},
      {.noun = "manager",
       .verb = "remove",
       .summary = "Take the management of an app from a user",
       .words = {kUser},
       .options = {kApp, kUserOption},
       .example = "manager remove --app orders mia@example.com",
       .run = remove_manager},
  };
}

}  // namespace gatehouse::server
