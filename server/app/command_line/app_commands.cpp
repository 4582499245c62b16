// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "core/http/form.h"
#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"
#include "server/app/command_line/instance_table.h"
#include "server/app/command_line/named_file.h"
#include "server/app/command_line/show.h"
#include "server/app/command_line/wait_option.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;
using http::Method;

constexpr std::string_view kApps = "/api/v1/apps";
constexpr std::string_view kKeepSecret = "Keep the secret key now: it is not shown again.\n";

const Word kApp{"APP", "The app's id."};
const Option kBaseUrl{"--base-url", "URL", "The app's own address."};
const Option kAlgorithm{"--algorithm", "NAME",
                        "How its tokens are signed: HS256 (the default), EdDSA, ES256 or RS256."};
const Option kIdTokenAlgorithm{
    "--id-token-algorithm", "NAME",
    "How its ID tokens are signed: RS256 (the default), ES256, EdDSA, or HS256 by its "
    "secret key."};
const Option kTokenLifetime{"--token-lifetime", "DURATION",
                            "How long its tokens are good: 1m to 24h, 15m by default."};

const Option kPostLogoutUri{"--post-logout-redirect-uri", "URI",
                            "A further address that sign-out may send people back to; may be repeated.",
                            Need::optional, Repeat::many};
const Option kBackchannelUri{"--backchannel-logout-uri", "URI",
                             "Where it is told that a session has ended; an empty text stops that."};
const Option kPkceOptional{"--pkce-optional", "",
                           "Let it sign people in without PKCE when it sends a nonce."};
const Option kJwksFile{
    "--jwks-file", "FILE",
    "Its public keys (a JSON Web Key Set): it authenticates by them, no longer by its secret key."};
const Option kSignedUserinfo{"--signed-userinfo", "", "Answer UserInfo as a JWT signed RS256."};

std::string app_path(CommandContext& context) {
  return std::string(kApps) + "/" + http::percent_encode(context.invocation.get("APP"));
}

std::string show_app(const json::object& app) {
  return show_lines(app, {{"id", "id"},
                          {"name", "name"},
                          {"secret key", "secretKey"},
                          {"redirect URIs", "redirectUris"},
                          {"base URL", "baseUrl"},
                          {"third party", "thirdParty"},
                          {"client type", "clientType"},
                          {"PKCE optional", "pkceOptional"},
                          {"post-logout URIs", "postLogoutRedirectUris"},
                          {"back-channel logout", "backchannelLogoutUri"},
                          {"signed UserInfo", "userinfoSignedResponseAlg"},
                          {"algorithm", "algorithm"},
                          {"ID token algorithm", "idTokenSignedResponseAlg"},
                          {"token lifetime (s)", "tokenLifetimeSeconds"},
                          {"created", "createdAt"}});
}

/// Copies what `app add` and `app set` have in common from the options into the request's body.
Outcome<json::object> make_app_body(const Invocation& given) {
  json::object body;
  if (const auto name = given.find("--name")) body["name"] = *name;
  if (const auto url = given.find("--base-url")) body["baseUrl"] = *url;
  if (const auto algorithm = given.find("--algorithm")) body["algorithm"] = *algorithm;
  if (const auto algorithm = given.find("--id-token-algorithm"))
    body["idTokenSignedResponseAlg"] = *algorithm;
  if (given.has("--redirect-uri")) body["redirectUris"] = json::value_from(given.all("--redirect-uri"));
  if (given.has("--post-logout-redirect-uri"))
    body["postLogoutRedirectUris"] = json::value_from(given.all("--post-logout-redirect-uri"));
  if (const auto uri = given.find("--backchannel-logout-uri")) body["backchannelLogoutUri"] = *uri;
  if (given.has("--public")) body["clientType"] = "public";
  if (given.has("--confidential")) body["clientType"] = "confidential";
  if (given.has("--pkce-optional")) body["pkceOptional"] = true;
  if (given.has("--pkce-required")) body["pkceOptional"] = false;
  if (given.has("--signed-userinfo")) body["userinfoSignedResponseAlg"] = "RS256";
  if (given.has("--plain-userinfo")) body["userinfoSignedResponseAlg"] = nullptr;
  if (given.has("--no-jwks")) body["jwks"] = nullptr;
  if (const auto path = given.find("--jwks-file")) {
    auto jwks = read_named_file(*path, "a file with a JWK Set");
    if (!jwks) return fail(jwks.error());
    body["jwks"] = std::move(*jwks);
  }
  if (given.has("--third-party")) body["thirdParty"] = true;
  if (given.has("--first-party")) body["thirdParty"] = false;
  if (const auto text = given.find("--token-lifetime")) {
    const auto lifetime = parse_duration(*text);
    if (!lifetime) {
      return fail(
          Refusal{"--token-lifetime \"" + *text + "\" is no duration; write for example 15m", kWrongUsage});
    }
    body["tokenLifetimeSeconds"] = lifetime->count();
  }
  return body;
}

Outcome<Output> add_app(CommandContext& context) {
  auto body = make_app_body(context.invocation);
  if (!body) return fail(body.error());
  if (!body->contains("redirectUris")) (*body)["redirectUris"] = json::array();
  if (const auto id = context.invocation.find("--id")) (*body)["id"] = *id;
  if (context.invocation.has("--secret-key-stdin")) {
    const auto secret = read_secret(context.console, "secret key");
    if (!secret) return fail(secret.error());
    (*body)["secretKey"] = secret->reveal();
  }
  const auto app = context.api.send(Method::post, kApps, *body);
  if (!app) return fail(app.error());
  const json::object& added = app->as_object();
  return make_output(*app, "The app is registered. " + std::string(kKeepSecret) + "\n" + show_app(added));
}

Outcome<Output> list_apps(CommandContext& context) {
  const auto apps = context.api.list(kApps);
  if (!apps) return fail(apps.error());
  return make_output(
      *apps, {{"ID", "id"}, {"NAME", "name"}, {"BASE URL", "baseUrl"}, {"REDIRECT URIS", "redirectUris"}},
      "There are no apps yet; gatehouse app add registers one.");
}

Outcome<Output> show_one_app(CommandContext& context) {
  auto app = context.api.get(app_path(context));
  if (!app) return fail(app.error());
  const auto instances = context.api.list(app_path(context) + "/instances");
  if (!instances) return fail(instances.error());
  auto text = show_app(app->as_object()) + "\n" + show_instances(*instances);
  app->as_object()["instances"] = *instances;
  return make_output(*app, std::move(text));
}

Outcome<Output> set_app(CommandContext& context) {
  const auto body = make_app_body(context.invocation);
  if (!body) return fail(body.error());
  if (body->empty())
    return fail(
        Refusal{"app set needs at least one option to set; see gatehouse app set --help", kWrongUsage});
  const auto app = context.api.send(Method::patch, app_path(context), *body);
  if (!app) return fail(app.error());
  return make_output(*app, show_app(app->as_object()));
}

Outcome<Output> delete_app(CommandContext& context) {
  const auto deleted = context.api.send(Method::delete_, app_path(context));
  if (!deleted) return fail(deleted.error());
  const std::string& id = context.invocation.get("APP");
  return make_output(json::object{{"id", id}}, "Deleted the app " + id + ".\n");
}

/// Empty when no running instance lacks the secret that signs from now on.
std::string warn_of_early_activation(const json::object& answer) {
  const std::string hosts = show(answer, "instancesWithoutNext");
  if (hosts.empty()) return "";
  return "warning: these running instances don't hold the next secret key and refuse new tokens until they "
         "get it: " +
         hosts;
}

Outcome<json::object> read_rotation_step(const Invocation& invocation) {
  const bool activate = invocation.has("--activate");
  const bool retire = invocation.has("--retire");
  if (activate && retire)
    return fail(Refusal{"--activate and --retire are two steps; give one of them", kWrongUsage});
  for (const char* option : {"--now", "--wait"}) {
    if (invocation.find(option) && !retire)
      return fail(Refusal{std::string(option) + " goes with --retire", kWrongUsage});
  }
  json::object body{{"step", activate ? "activate" : retire ? "retire" : "prepare"}};
  if (activate) body["force"] = true;
  if (invocation.has("--now")) body["now"] = true;
  return body;
}

/// What is done, and what comes next.
std::string describe_rotation(const std::string& id, const json::value& step, const json::object& answer) {
  const std::string command = "gatehouse app rotate-secret " + id;
  if (step == "activate") {
    return "Tokens of " + id +
           " are now signed with the next secret key. When the old tokens have expired:\n" + command +
           " --retire\n";
  }
  if (step == "retire") {
    return "The old secret key of " + id + " is dropped; take it out of the app's configuration.\n" +
           "Connected apps refuse what it signed from " + show(answer, "refusedFrom") + " on.\n";
  }
  return "The next secret key of " + id + " is\n\n  " + show(answer, "secretKey") + "\n\n" +
         std::string(kKeepSecret) +
         "Give the app both, SECRET_KEY=\"current,next\", and restart it. Then:\n" + command +
         " --activate\n";
}

Outcome<Output> rotate_secret(CommandContext& context) {
  const auto body = read_rotation_step(context.invocation);
  if (!body) return fail(body.error());
  const auto query = make_wait_query(context.invocation);
  if (!query) return fail(query.error());
  const auto answer = context.api.send(Method::post, app_path(context) + "/secret/rotate" + *query, *body);
  if (!answer) return fail(answer.error());
  auto output = make_output(
      *answer, describe_rotation(context.invocation.get("APP"), body->at("step"), answer->as_object()));
  output.complaint = warn_of_early_activation(answer->as_object());
  return with_unacknowledged(std::move(output));
}

}  // namespace

std::vector<Command> make_app_commands() {
  return {
      {.noun = "app",
       .verb = "add",
       .summary = "Register an app and show its secret key once",
       .options =
           {{"--name", "NAME", "The app's name as people read it.", Need::required},
            {"--id", "ID", "The app's id; made from the name where left out."},
            {"--redirect-uri", "URI", "Where sign-in may send people back to; may be repeated.",
             Need::optional, Repeat::many},
            kBaseUrl,
            {"--secret-key-stdin", "",
             "Read the secret key from standard input, for an app that has one already."},
            {"--third-party", "", "Ask people for consent before this app learns who they are."},
            {"--public", "",
             "It runs in a browser or on a phone and can keep no secret: it signs in with PKCE alone."},
            kPostLogoutUri,
            {"--backchannel-logout-uri", "URI", "Where it is told that a session has ended."},
            kPkceOptional,
            kJwksFile,
            kSignedUserinfo,
            kAlgorithm,
            kIdTokenAlgorithm,
            kTokenLifetime},
       .example = "app add --name Orders --id orders --redirect-uri https://orders.example.com/auth/callback",
       .run = add_app,
       .absent_platform = AbsentPlatform::make},
      {.noun = "app", .verb = "list", .summary = "List all apps", .example = "app list", .run = list_apps},
      {.noun = "app",
       .verb = "show",
       .summary = "Show one app and its running instances; its secret key stays hidden",
       .words = {kApp},
       .example = "app show orders",
       .run = show_one_app},
      {.noun = "app",
       .verb = "set",
       .summary = "Change an app",
       .words = {kApp},
       .options = {{"--name", "NAME", "The app's name as people read it."},
                   {"--redirect-uri", "URI", "Replaces all redirect URIs; may be repeated.", Need::optional,
                    Repeat::many},
                   kBaseUrl,
                   {"--third-party", "", "Ask people for consent before this app learns who they are."},
                   {"--first-party", "", "Don't ask for consent."},
                   {"--public", "", "It can keep no secret: it signs in with PKCE alone."},
                   {"--confidential", "", "It authenticates by its secret key, or by keys of its own."},
                   kPostLogoutUri,
                   kBackchannelUri,
                   kPkceOptional,
                   {"--pkce-required", "", "Demand PKCE, as is the default."},
                   kJwksFile,
                   {"--no-jwks", "", "Forget its public keys: its secret key counts again."},
                   kSignedUserinfo,
                   {"--plain-userinfo", "", "Answer UserInfo as JSON, as is the default."},
                   kAlgorithm,
                   kIdTokenAlgorithm,
                   kTokenLifetime},
       .details = "What no option names stays as it is.",
       .example = "app set orders --token-lifetime 5m",
       .run = set_app},
      {.noun = "app",
       .verb = "delete",
       .summary = "Delete an app with its roles and memberships",
       .words = {kApp},
       .details = "There is no way back.",
       .example = "app delete orders",
       .run = delete_app},
      {.noun = "app",
       .verb = "rotate-secret",
       .summary = "Change an app's secret key in three steps",
       .words = {kApp},
       .options =
           {{"--activate", "", "Second step: sign tokens with the next secret key."},
            {"--retire", "", "Third step: drop the old secret key."},
            {"--now", "",
             "With --retire: connected apps refuse its tokens at once, because others may know the key. "
             "People go on; their tokens are renewed."},
            wait_option()},
       .details =
           "The first step, without an option, makes the next secret key and shows it once. No request is\n"
           "rejected on the way if the app knows both keys before the second step, which warns of running\n"
           "instances that don't.",
       .example = "app rotate-secret orders",
       .run = rotate_secret},
  };
}

}  // namespace gatehouse::server
