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
const Option kUserOption{"--user", "USER", "The user's id or e-mail address."};
const Word kUser{"USER", "The user's id or e-mail address.", Need::required, "--user"};

std::string members_path(CommandContext& context) {
  return "/api/v1/apps/" + http::percent_encode(context.invocation.get("--app")) + "/members";
}

Outcome<std::string> find_member_path(CommandContext& context) {
  const auto id = context.api.find_user_id(context.invocation.get("USER"));
  if (!id) return fail(id.error());
  return members_path(context) + "/" + http::percent_encode(*id);
}

Outcome<Output> set_member(CommandContext& context) {
  const auto wait = make_wait_query(context.invocation);
  if (!wait) return fail(wait.error());
  const auto path = find_member_path(context);
  if (!path) return fail(path.error());
  const auto roles = context.invocation.all("--role");
  const auto member =
      context.api.send(Method::put, *path + *wait, json::object{{"roles", json::value_from(roles)}});
  if (!member) return fail(member.error());
  std::string names;
  for (const std::string& role : roles) names += (names.empty() ? "" : ", ") + role;
  return with_unacknowledged(make_output(
      *member, context.invocation.get("USER") + " is a member of " + context.invocation.get("--app") +
                   (names.empty() ? " without roles" : " with the roles " + names) + ".\n"));
}

Outcome<Output> list_members(CommandContext& context) {
  const auto members = context.api.list(members_path(context));
  if (!members) return fail(members.error());
  return make_output(
      *members, {{"USER", "user.id"}, {"E-MAIL", "user.email"}, {"NAME", "user.name"}, {"ROLES", "roles"}},
      "The app has no members yet; gatehouse member set makes one.");
}

Outcome<Output> remove_member(CommandContext& context) {
  const auto wait = make_wait_query(context.invocation);
  if (!wait) return fail(wait.error());
  const auto path = find_member_path(context);
  if (!path) return fail(path.error());
  const auto removed = context.api.send(Method::delete_, *path + *wait);
  if (!removed) return fail(removed.error());
  const std::string& user = context.invocation.get("USER");
  const std::string& app = context.invocation.get("--app");
  auto answer = members_of(*removed);
  answer["appId"] = app;
  answer["user"] = user;
  return with_unacknowledged(make_output(answer, user + " is no member of " + app + " any more.\n"));
}

}  // namespace

std::vector<Command> make_member_commands() {
  return {
      {.noun = "member",
       .verb = "set",
       .summary = "Make a user a member of an app, with exactly these roles",
       .words = {kUser},
       .options = {kApp,
                   kUserOption,
                   {"--role", "ROLE", "A role in this app; may be repeated.", Need::optional, Repeat::many},
                   wait_option()},
       .details = "Replaces all roles the member had; without --role the member keeps none.",
       .example = "member set --app orders --user ada@example.com --role editor",
       .run = set_member},
      {.noun = "member",
       .verb = "list",
       .summary = "List an app's members",
       .options = {kApp},
       .example = "member list --app orders",
       .run = list_members},
      {.noun = "member",
       .verb = "remove",
       .summary = "Take a user's membership of an app away",
       .words = {kUser},
       .options = {kApp, kUserOption, wait_option()},
       .example = "member remove --app orders ada@example.com",
       .run = remove_member},
  };
}

}  // namespace gatehouse::server
