// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "core/http/form.h"
#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"
#include "server/app/command_line/import_users.h"
#include "server/app/command_line/set_user.h"
#include "server/app/command_line/show.h"
#include "server/app/command_line/wait_option.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;
using http::Method;

const Word kUser{"USER", "The user's id or e-mail address."};

std::string user_path(const std::string& id) {
  return "/api/v1/users/" + http::percent_encode(id);
}

/// Sends to the path of the user whom the word USER names, or to a path below it.
Outcome<json::value> send_to_user(CommandContext& context, Method method, std::string_view below = "") {
  const auto id = context.api.find_user_id(context.invocation.get("USER"));
  if (!id) return fail(id.error());
  return context.api.send(method, user_path(*id) + std::string(below));
}

Outcome<Output> add_user(CommandContext& context) {
  const Invocation& given = context.invocation;
  json::object body{{"email", given.get("--email")}};
  if (const auto name = given.find("--name")) body["name"] = *name;
  if (given.has("--admin")) body["platformRole"] = "administrator";
  if (given.has("--password-stdin")) {
    const auto password = read_secret(context.console, "password");
    if (!password) return fail(password.error());
    body["password"] = password->reveal();
  }
  if (given.has("--send-link")) body["sendLink"] = true;
  const auto user = context.api.send(Method::post, "/api/v1/operator/users", body);
  if (!user) return fail(user.error());
  const json::object& added = user->as_object();
  return make_output(*user, "Added " + show(added, "email") + " (" + show(added, "id") + ").\n");
}

Outcome<Output> send_link(CommandContext& context) {
  const auto id = context.api.find_user_id(context.invocation.get("USER"));
  if (!id) return fail(id.error());
  const auto sent = context.api.send(Method::post, user_path(*id) + "/password-link", json::object());
  if (!sent) return fail(sent.error());
  return make_output(json::object{{"id", *id}},
                     "A link to set a password is on its way to " + context.invocation.get("USER") + ".\n");
}

Outcome<Output> list_users(CommandContext& context) {
  std::string query;
  for (const char* name : {"search", "state", "role", "app", "sort"}) {
    const auto value = context.invocation.find("--" + std::string(name));
    if (value) query += (query.empty() ? "?" : "&") + std::string(name) + "=" + http::percent_encode(*value);
  }
  const auto users = context.api.list("/api/v1/users" + query);
  if (!users) return fail(users.error());
  return make_output(*users,
                     {{"ID", "id"},
                      {"E-MAIL", "email"},
                      {"NAME", "name"},
                      {"ROLE", "platformRole"},
                      {"LAST SIGN-IN", "lastSignInAt"},
                      {"DISABLED", "disabledAt"}},
                     query.empty() ? "There are no users yet; gatehouse user add makes one."
                                   : "There is no such user; gatehouse user list shows all.");
}

Outcome<Output> show_user(CommandContext& context) {
  const auto user = send_to_user(context, Method::get);
  if (!user) return fail(user.error());
  return make_output(*user, show_lines(user->as_object(), {{"id", "id"},
                                                           {"e-mail", "email"},
                                                           {"e-mail verified", "emailVerified"},
                                                           {"name", "name"},
                                                           {"platform role", "platformRole"},
                                                           {"picture", "avatarUrl"},
                                                           {"locale", "locale"},
                                                           {"time zone", "timeZone"},
                                                           {"created", "createdAt"},
                                                           {"last sign-in", "lastSignInAt"},
                                                           {"disabled", "disabledAt"}}));
}

Command::Run switch_user(std::string_view verb, std::string_view done) {
  return [verb, done](CommandContext& context) -> Outcome<Output> {
    const auto wait = make_wait_query(context.invocation);
    if (!wait) return fail(wait.error());
    const auto user = send_to_user(context, Method::post, std::string(verb) + *wait);
    if (!user) return fail(user.error());
    return with_unacknowledged(
        make_output(*user, show(user->as_object(), "email") + std::string(done) + "\n"));
  };
}

Outcome<Output> set_role(CommandContext& context) {
  const auto id = context.api.find_user_id(context.invocation.get("USER"));
  if (!id) return fail(id.error());
  const std::string& role = context.invocation.get("--platform-role");
  const auto user = context.api.send(
      Method::patch, user_path(*id),
      json::object{{"platformRole", role == "none" ? json::value(nullptr) : json::value(role)}});
  if (!user) return fail(user.error());
  const std::string now = show(user->as_object(), "platformRole");
  return make_output(*user, show(user->as_object(), "email") +
                                (now.empty() ? " has no platform role.\n" : " is " + now + ".\n"));
}

Outcome<Output> set_password(CommandContext& context) {
  const auto wait = make_wait_query(context.invocation);
  if (!wait) return fail(wait.error());
  const auto id = context.api.find_user_id(context.invocation.get("USER"));
  if (!id) return fail(id.error());
  const auto password = read_secret(context.console, "password");
  if (!password) return fail(password.error());
  const auto set = context.api.send(
      Method::put, "/api/v1/operator/users/" + http::percent_encode(*id) + "/password" + *wait,
      json::object{{"password", password->reveal()}});
  if (!set) return fail(set.error());
  auto answer = members_of(*set);
  answer["id"] = *id;
  return with_unacknowledged(make_output(answer, "The password is set.\n"));
}

Outcome<Output> remove_picture(CommandContext& context) {
  const auto user = send_to_user(context, Method::delete_, "/avatar");
  if (!user) return fail(user.error());
  return make_output(*user, show(user->as_object(), "email") + " has no picture.\n");
}

Outcome<Output> delete_user(CommandContext& context) {
  const auto id = context.api.find_user_id(context.invocation.get("USER"));
  if (!id) return fail(id.error());
  const auto wait = make_wait_query(context.invocation);
  if (!wait) return fail(wait.error());
  const auto deleted = context.api.send(Method::delete_, user_path(*id) + *wait);
  if (!deleted) return fail(deleted.error());
  auto answer = members_of(*deleted);
  answer["id"] = *id;
  return with_unacknowledged(make_output(answer, "Deleted " + context.invocation.get("USER") + ".\n"));
}

}  // namespace

std::vector<Command> make_user_commands() {
  const Option password_stdin{"--password-stdin", "",
                              "Read the password from standard input: one line, or asked for on a terminal."};
  return {
      {.noun = "user",
       .verb = "add",
       .summary = "Add a user",
       .options = {{"--email", "EMAIL", "The user's e-mail address; counts as verified.", Need::required},
                   {"--name", "NAME", "The user's full name."},
                   {"--admin", "", "Make an administrator; the first one becomes the owner."},
                   password_stdin,
                   {"--send-link", "", "Mail the user a link to set a password, in place of giving one."}},
       .details = "Without a password the user can't sign in by password until one is set.",
       .example = "user add --email ada@example.com --name 'Ada Lovelace' --admin --password-stdin",
       .run = add_user,
       .absent_platform = AbsentPlatform::make},
      {.noun = "user",
       .verb = "list",
       .summary = "List all users, or those that are searched for",
       .options = {{"--search", "TEXT", "Three or more characters of a name or address."},
                   {"--state", "STATE", "active, pending (never signed in) or disabled."},
                   {"--role", "ROLE", "Platform role: owner, administrator or auditor."},
                   {"--app", "ID", "Members of this app."},
                   {"--sort", "ORDER", "created, newest, name, email or lastSignIn."}},
       .example = "user list --json",
       .run = list_users},
      {.noun = "user",
       .verb = "show",
       .summary = "Show one user",
       .words = {kUser},
       .example = "user show ada@example.com",
       .run = show_user},
      {.noun = "user",
       .verb = "disable",
       .summary = "Keep a user out and end their sessions",
       .words = {kUser},
       .options = {wait_option()},
       .details = "Takes effect in every app at once; the account and its memberships stay.",
       .example = "user disable ada@example.com",
       .run = switch_user("/disable", " is disabled.")},
      {.noun = "user",
       .verb = "enable",
       .summary = "Let a disabled user in again",
       .words = {kUser},
       .example = "user enable ada@example.com",
       .run = switch_user("/enable", " is enabled.")},
      {.noun = "user",
       .verb = "send-link",
       .summary = "Mail a user a link to set a password",
       .words = {kUser},
       .details =
           "Who has no password yet gets an invitation to set one, good for 24 hours; others a link for\n"
           "30 minutes. It works once and is shown to nobody else. Without a mail server it waits in the\n"
           "outbox.",
       .example = "user send-link ada@example.com",
       .run = send_link},
      {.noun = "user",
       .verb = "set",
       .summary = "Change a user's profile",
       .words = {kUser},
       .options = set_user_options(),
       .details = "What no option names stays as it is.",
       .example = "user set ada@example.com --name 'Ada Lovelace' --locale en --time-zone Europe/London",
       .run = set_user},
      {.noun = "user",
       .verb = "set-role",
       .summary = "Give a user a platform role, or take it",
       .words = {kUser},
       .options = {{"--platform-role", "ROLE", "owner, administrator, auditor or none.", Need::required}},
       .details = "The last owner who can sign in stays one.",
       .example = "user set-role ada@example.com --platform-role auditor",
       .run = set_role},
      {.noun = "user",
       .verb = "set-password",
       .summary = "Set a user's password and end their sessions",
       .words = {kUser},
       .options = {password_stdin, wait_option()},
       .details = "The password is one line of standard input, or asked for on a terminal.",
       .example = "user set-password ada@example.com",
       .run = set_password},
      {.noun = "user",
       .verb = "remove-picture",
       .summary = "Take a user's picture away",
       .words = {kUser},
       .details = "They may choose another one.",
       .example = "user remove-picture ada@example.com",
       .run = remove_picture},
      {.noun = "user",
       .verb = "delete",
       .summary = "Delete a user for good",
       .words = {kUser},
       .options = {wait_option()},
       .details = "There is no way back. To keep somebody out for a time, disable the account.",
       .example = "user delete ada@example.com",
       .run = delete_user},
      {.noun = "user",
       .verb = "import",
       .summary = "Add all users of a CSV file, or none",
       .words = {{"FILE", "CSV in UTF-8; its first line names the columns, or they are email,name."}},
       .options = {{"--dry-run", "", "Only check the file and report what is wrong with it."},
                   {"--skip-bad", "", "Leave bad rows out, and import the others."}},
       .details = "Columns are email, name, firstName, lastName, locale, timeZone, disabled and passwordHash "
                  "(argon2id). "
                  "Every row is checked first and every bad row is reported with its line; nothing is added "
                  "unless all "
                  "are good, or --skip-bad is given.",
       .example = "user import people.csv --dry-run",
       .run = import_users,
       .absent_platform = AbsentPlatform::make},
      {.noun = "user",
       .verb = "export",
       .summary = "Write all users as CSV",
       .words = {{"FILE", "Where to write to; without it, standard output.", Need::optional}},
       .details = "What a spreadsheet would take for a formula has an apostrophe before it.",
       .example = "user export people.csv",
       .run = export_users},
  };
}

}  // namespace gatehouse::server
