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

Outcome<Output> list_keys(CommandContext& context) {
  const auto keys = context.api.list("/api/v1/keys");
  if (!keys) return fail(keys.error());
  return make_output(*keys,
                     {{"KID", "kid"},
                      {"SIGNS", "purpose"},
                      {"ALGORITHM", "algorithm"},
                      {"STATE", "state"},
                      {"SIGNS FROM", "activeAt"},
                      {"CHANGES", "changesAt"}},
                     "There are no platform keys yet; the server makes them when it first starts.");
}

Outcome<Output> rotate_key(CommandContext& context) {
  json::object body;
  if (const auto purpose = context.invocation.find("--purpose")) body["purpose"] = *purpose;
  if (const auto algorithm = context.invocation.find("--algorithm")) body["algorithm"] = *algorithm;
  const auto key = context.api.send(Method::post, "/api/v1/keys/rotate", body);
  if (!key) return fail(key.error());
  const auto& made = key->as_object();
  return make_output(*key, "The next key " + show(made, "kid") + " is published and signs from " +
                               show(made, "activeAt") + ".\n");
}

Outcome<Output> withdraw_key(CommandContext& context) {
  const auto& kid = context.invocation.get("KID");
  const auto query = make_wait_query(context.invocation);
  if (!query) return fail(query.error());
  const auto key =
      context.api.send(Method::post, "/api/v1/keys/" + http::percent_encode(kid) + "/withdraw" + *query);
  if (!key) return fail(key.error());
  return with_unacknowledged(
      make_output(*key, "The key " + kid + " is trusted no more. Tokens that it signed are refused.\n"));
}

}  // namespace

std::vector<Command> make_key_commands() {
  return {
      {.noun = "key",
       .verb = "list",
       .summary = "List the platform's own keys",
       .details =
           "A key is next (published, not signing yet), signing, kept (until nothing that it signed is\n"
           "valid), retired or withdrawn.",
       .example = "key list",
       .run = list_keys},
      {.noun = "key",
       .verb = "rotate",
       .summary = "Publish the next platform key now; it signs an hour later",
       .options = {{"--purpose", "NAME",
                    "identity (the default; ID tokens and events) or app_tokens (apps with public keys)."},
                   {"--algorithm", "NAME", "RS256 (the default), ES256 or EdDSA."}},
       .details = "Keys rotate by themselves every 90 days. No request is refused on the way.",
       .example = "key rotate",
       .run = rotate_key},
      {.noun = "key",
       .verb = "withdraw",
       .summary = "Trust a platform key no more, at once",
       .words = {{"KID", "The key's id, as key list shows it."}},
       .options = {wait_option()},
       .details =
           "For a key that others may know. What it signed is refused from now on: apps with public keys\n"
           "get new tokens, and the next sign-in or renewal goes on with another key: the one that is\n"
           "published to be next, or else a new one.",
       .example = "key withdraw 3kq...",
       .run = withdraw_key},
  };
}

}  // namespace gatehouse::server
