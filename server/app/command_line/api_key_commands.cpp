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

constexpr std::string_view kApiKeys = "/api/v1/api-keys";

const Option kName{"--name", "NAME", "What the key is for.", Need::required};
const Option kPermission{"--permission", "PERMISSION",
                         "What it may do: platform:view, metrics:view, users:manage, apps:manage, "
                         "platform:manage, app:view, app:manage; may be repeated.",
                         Need::required, Repeat::many};
const Option kApp{"--app", "ID", "The only app that app:view and app:manage count for; may be repeated.",
                  Need::optional, Repeat::many};
const Option kUser{"--user", "USER", "Whose it is, by id or e-mail address."};
const Option kAccount{"--service-account", "ID", "The service account whose it is."};
const Option kExpires{"--expires", "DURATION", "How long it is good: 90d by default, 730d at most."};

/// Exactly one of the two says whose the key is.
Outcome<json::object> read_owner(CommandContext& context) {
  const Invocation& given = context.invocation;
  if (given.has("--user") == given.has("--service-account")) {
    return fail(Refusal{"api-key add needs either --user or --service-account", kWrongUsage});
  }
  if (const auto account = given.find("--service-account")) return json::object{{"serviceAccount", *account}};
  const auto user = context.api.find_user_id(*given.find("--user"));
  if (!user) return fail(user.error());
  return json::object{{"user", *user}};
}

Outcome<Output> add_api_key(CommandContext& context) {
  const Invocation& given = context.invocation;
  auto body = read_owner(context);
  if (!body) return fail(body.error());
  (*body)["name"] = given.get("--name");
  (*body)["permissions"] = json::value_from(given.all("--permission"));
  if (given.has("--app")) (*body)["apps"] = json::value_from(given.all("--app"));
  if (const auto text = given.find("--expires")) {
    const auto life = parse_duration(*text);
    if (!life) {
      return fail(Refusal{"--expires \"" + *text + "\" is no duration; write for example 90d", kWrongUsage});
    }
    (*body)["expiresAt"] = to_rfc3339(context.clock.now() + *life);
  }
  const auto key = context.api.send(Method::post, kApiKeys, *body);
  if (!key) return fail(key.error());
  return make_output(
      *key,
      show_lines(key->as_object(),
                 {{"id", "id"}, {"key", "key"}, {"permissions", "permissions"}, {"ends", "expiresAt"}}) +
          "Keep the key now: it is not shown again.\n");
}

Outcome<Output> list_api_keys(CommandContext& context) {
  const auto keys = context.api.list(kApiKeys);
  if (!keys) return fail(keys.error());
  return make_output(*keys,
                     {{"ID", "id"},
                      {"NAME", "name"},
                      {"USER", "user"},
                      {"SERVICE ACCOUNT", "serviceAccount"},
                      {"PERMISSIONS", "permissions"},
                      {"APPS", "apps"},
                      {"ENDS", "expiresAt"},
                      {"LAST USED", "lastUsedAt"}},
                     "There are no API keys; gatehouse api-key add makes one.");
}

Outcome<Output> revoke_api_key(CommandContext& context) {
  const std::string& id = context.invocation.get("KEY");
  const auto revoked =
      context.api.send(Method::delete_, std::string(kApiKeys) + "/" + http::percent_encode(id));
  if (!revoked) return fail(revoked.error());
  return make_output(json::object{{"id", id}}, "Revoked " + id + ".\n");
}

}  // namespace

std::vector<Command> make_api_key_commands() {
  return {
      {.noun = "api-key",
       .verb = "add",
       .summary = "Make an API key for a user or a service account",
       .options = {kName, kPermission, kApp, kUser, kAccount, kExpires},
       .details = "Never gives more than its owner may do at the time it is used. Scripts send it as "
                  "Authorization: Bearer.",
       .example = "api-key add --name prometheus --service-account svc_... --permission metrics:view",
       .run = add_api_key},
      {.noun = "api-key",
       .verb = "list",
       .summary = "List all API keys",
       .example = "api-key list",
       .run = list_api_keys},
      {.noun = "api-key",
       .verb = "revoke",
       .summary = "Revoke an API key",
       .words = {{"KEY", "The key's id."}},
       .details = "It is refused from the next request on.",
       .example = "api-key revoke key_...",
       .run = revoke_api_key},
  };
}

}  // namespace gatehouse::server
