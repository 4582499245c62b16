// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "core/http/form.h"
#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"
#include "server/app/command_line/show.h"
#include "server/app/command_line/wait_option.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;
using http::Method;

const Option kApp{"--app", "ID", "The app's id.", Need::required};
const Option kName{"--name", "NAME", "The role's name."};
const Word kRole{"ROLE", "The role's name.", Need::required, "--name"};
const Option kPermission{"--permission", "PERMISSION", "A permission the role gives; may be repeated.",
                         Need::optional, Repeat::many};

std::string roles_path(CommandContext& context) {
  return "/api/v1/apps/" + http::percent_encode(context.invocation.get("--app")) + "/roles";
}

std::string role_path(CommandContext& context) {
  return roles_path(context) + "/" + http::percent_encode(context.invocation.get("ROLE"));
}

Output show_role(const json::value& role) {
  return make_output(role, show_lines(role.as_object(), {{"role", "name"}, {"permissions", "permissions"}}));
}

Outcome<Output> add_role(CommandContext& context) {
  const Invocation& given = context.invocation;
  const auto role =
      context.api.send(Method::post, roles_path(context),
                       json::object{{"name", given.get("ROLE")},
                                    {"permissions", json::value_from(given.all("--permission"))}});
  if (!role) return fail(role.error());
  return show_role(*role);
}

Outcome<Output> list_roles(CommandContext& context) {
  const auto roles = context.api.list(roles_path(context));
  if (!roles) return fail(roles.error());
  return make_output(*roles, {{"ROLE", "name"}, {"PERMISSIONS", "permissions"}},
                     "The app has no roles yet; gatehouse role add makes one.");
}

Outcome<Output> set_role(CommandContext& context) {
  const Invocation& given = context.invocation;
  if (given.has("--permission") == given.has("--no-permissions")) {
    return fail(Refusal{"role set needs either --permission or --no-permissions", kWrongUsage});
  }
  const auto wait = make_wait_query(given);
  if (!wait) return fail(wait.error());
  const auto role =
      context.api.send(Method::patch, role_path(context) + *wait,
                       json::object{{"permissions", json::value_from(given.all("--permission"))}});
  if (!role) return fail(role.error());
  return with_unacknowledged(show_role(*role));
}

Outcome<Output> delete_role(CommandContext& context) {
  const auto wait = make_wait_query(context.invocation);
  if (!wait) return fail(wait.error());
  const auto deleted = context.api.send(Method::delete_, role_path(context) + *wait);
  if (!deleted) return fail(deleted.error());
  const std::string& name = context.invocation.get("ROLE");
  auto answer = members_of(*deleted);
  answer["name"] = name;
  return with_unacknowledged(make_output(answer, "Deleted the role " + name + ".\n"));
}

}  // namespace

std::vector<Command> make_role_commands() {
  return {
      {.noun = "role",
       .verb = "add",
       .summary = "Add a role to an app",
       .words = {kRole},
       .options = {kApp, kName, kPermission},
       .example = "role add --app orders --name editor --permission orders:read --permission orders:write",
       .run = add_role},
      {.noun = "role",
       .verb = "list",
       .summary = "List an app's roles",
       .options = {kApp},
       .example = "role list --app orders",
       .run = list_roles},
      {.noun = "role",
       .verb = "set",
       .summary = "Replace the permissions of a role",
       .words = {kRole},
       .options = {kApp,
                   kName,
                   kPermission,
                   {"--no-permissions", "", "Leave the role without permissions."},
                   wait_option()},
       .details = "Acts on tokens already issued as well, in every connected app at once.",
       .example = "role set editor --app orders --permission orders:read",
       .run = set_role},
      {.noun = "role",
       .verb = "delete",
       .summary = "Delete a role and take it from all members",
       .words = {kRole},
       .options = {kApp, kName, wait_option()},
       .example = "role delete editor --app orders",
       .run = delete_role},
  };
}

}  // namespace gatehouse::server
