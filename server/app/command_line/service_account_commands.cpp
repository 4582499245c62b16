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

constexpr std::string_view kAccounts = "/api/v1/service-accounts";

const Word kAccount{"ACCOUNT", "The service account's id."};
const Option kRole{"--platform-role", "ROLE", "administrator, auditor or none."};
const Option kApp{"--app", "ID", "An app that it manages; may be repeated.", Need::optional, Repeat::many};

std::string account_path(CommandContext& context) {
  return std::string(kAccounts) + "/" + http::percent_encode(context.invocation.get("ACCOUNT"));
}

json::object make_body(const Invocation& given) {
  json::object body;
  if (const auto name = given.find("--name")) body["name"] = *name;
  if (const auto role = given.find("--platform-role")) {
    body["platformRole"] = *role == "none" ? json::value(nullptr) : json::value(*role);
  }
  if (given.has("--app")) body["apps"] = json::value_from(given.all("--app"));
  if (given.has("--no-apps")) body["apps"] = json::array{};
  return body;
}

Output show_account(const json::value& account) {
  return make_output(account, show_lines(account.as_object(), {{"id", "id"},
                                                               {"name", "name"},
                                                               {"platform role", "platformRole"},
                                                               {"apps", "apps"},
                                                               {"disabled", "disabledAt"}}));
}

Outcome<Output> add_account(CommandContext& context) {
  const auto account = context.api.send(Method::post, kAccounts, make_body(context.invocation));
  if (!account) return fail(account.error());
  return show_account(*account);
}

Outcome<Output> list_accounts(CommandContext& context) {
  const auto accounts = context.api.list(kAccounts);
  if (!accounts) return fail(accounts.error());
  return make_output(*accounts,
                     {{"ID", "id"},
                      {"NAME", "name"},
                      {"ROLE", "platformRole"},
                      {"APPS", "apps"},
                      {"DISABLED", "disabledAt"}},
                     "There are no service accounts; gatehouse service-account add makes one.");
}

Outcome<Output> set_account(CommandContext& context) {
  const auto body = make_body(context.invocation);
  if (body.empty()) return fail(Refusal{"service-account set needs something to set", kWrongUsage});
  const auto account = context.api.send(Method::patch, account_path(context), body);
  if (!account) return fail(account.error());
  return show_account(*account);
}

Command::Run switch_account(bool disabled) {
  return [disabled](CommandContext& context) -> Outcome<Output> {
    const auto account =
        context.api.send(Method::patch, account_path(context), json::object{{"disabled", disabled}});
    if (!account) return fail(account.error());
    return make_output(
        *account, show(account->as_object(), "name") + (disabled ? " is disabled.\n" : " is enabled.\n"));
  };
}

Outcome<Output> delete_account(CommandContext& context) {
  const auto deleted = context.api.send(Method::delete_, account_path(context));
  if (!deleted) return fail(deleted.error());
  const std::string& id = context.invocation.get("ACCOUNT");
  return make_output(json::object{{"id", id}}, "Deleted " + id + " and its API keys.\n");
}

}  // namespace

std::vector<Command> make_service_account_commands() {
  return {
      {.noun = "service-account",
       .verb = "add",
       .summary = "Add a service account",
       .options = {{"--name", "NAME", "What the program is called.", Need::required}, kRole, kApp},
       .details = "It can't sign in; gatehouse api-key add makes keys for it.",
       .example = "service-account add --name backup --platform-role auditor",
       .run = add_account},
      {.noun = "service-account",
       .verb = "list",
       .summary = "List service accounts",
       .example = "service-account list",
       .run = list_accounts},
      {.noun = "service-account",
       .verb = "set",
       .summary = "Change a service account",
       .words = {kAccount},
       .options = {{"--name", "NAME", "What the program is called."},
                   kRole,
                   kApp,
                   {"--no-apps", "", "Let it manage no app."}},
       .details = "--app replaces all apps that it manages.",
       .example = "service-account set svc_... --platform-role none --app orders",
       .run = set_account},
      {.noun = "service-account",
       .verb = "disable",
       .summary = "Refuse all keys of a service account",
       .words = {kAccount},
       .example = "service-account disable svc_...",
       .run = switch_account(true)},
      {.noun = "service-account",
       .verb = "enable",
       .summary = "Let a disabled service account in again",
       .words = {kAccount},
       .example = "service-account enable svc_...",
       .run = switch_account(false)},
      {.noun = "service-account",
       .verb = "delete",
       .summary = "Delete a service account and its keys",
       .words = {kAccount},
       .example = "service-account delete svc_...",
       .run = delete_account},
  };
}

}  // namespace gatehouse::server
