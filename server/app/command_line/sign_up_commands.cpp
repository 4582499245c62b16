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

constexpr std::string_view kPolicy = "/api/v1/settings/sign-up";
const Word kUser{"USER", "The user's id or e-mail address."};

Outcome<Output> show_policy(CommandContext& context) {
  const auto policy = context.api.get(kPolicy);
  if (!policy) return fail(policy.error());
  return make_output(*policy, show_lines(policy->as_object(), {{"mode", "mode"}, {"domains", "domains"}}));
}

Outcome<Output> set_policy(CommandContext& context) {
  const auto policy =
      context.api.send(Method::put, kPolicy,
                       json::object{{"mode", context.invocation.get("--mode")},
                                    {"domains", json::value_from(context.invocation.all("--domain"))}});
  if (!policy) return fail(policy.error());
  return make_output(*policy, show_lines(policy->as_object(), {{"mode", "mode"}, {"domains", "domains"}}));
}

Outcome<Output> list_waiting(CommandContext& context) {
  const auto waiting = context.api.list("/api/v1/sign-ups");
  if (!waiting) return fail(waiting.error());
  return make_output(*waiting, {{"ID", "id"}, {"E-MAIL", "email"}, {"NAME", "name"}, {"SINCE", "createdAt"}},
                     "Nobody waits for approval.");
}

Outcome<Output> decide(CommandContext& context, std::string_view decision, std::string_view done) {
  const auto& user = context.invocation.get("USER");
  const auto id = context.api.find_user_id(user);
  if (!id) return fail(id.error());
  const auto answer = context.api.send(
      Method::post, "/api/v1/sign-ups/" + http::percent_encode(*id) + "/" + std::string(decision),
      json::object{});
  if (!answer) return fail(answer.error());
  return make_output(json::object{{"id", *id}}, user + std::string(done));
}

Outcome<Output> approve(CommandContext& context) {
  return decide(context, "approve", " is let in and told so by mail.\n");
}

Outcome<Output> reject(CommandContext& context) {
  return decide(context, "reject", " is turned away; the account is deleted.\n");
}

}  // namespace

std::vector<Command> make_sign_up_commands() {
  return {
      {.noun = "sign-up",
       .verb = "show",
       .summary = "Show who may sign up",
       .example = "sign-up show",
       .run = show_policy},
      {.noun = "sign-up",
       .verb = "set",
       .summary = "Say who may sign up",
       .options = {{"--mode", "MODE", "off, open, domain or approval.", Need::required},
                   {"--domain", "DOMAIN", "With mode domain: addresses of it may; may be repeated.",
                    Need::optional, Repeat::many}},
       .example = "sign-up set --mode domain --domain example.com",
       .run = set_policy},
      {.noun = "sign-up",
       .verb = "list",
       .summary = "List people who signed up and wait for approval",
       .example = "sign-up list",
       .run = list_waiting},
      {.noun = "sign-up",
       .verb = "approve",
       .summary = "Let somebody in who signed up",
       .words = {kUser},
       .example = "sign-up approve ada@example.com",
       .run = approve},
      {.noun = "sign-up",
       .verb = "reject",
       .summary = "Turn somebody away who signed up, and delete the account",
       .words = {kUser},
       .example = "sign-up reject ada@example.com",
       .run = reject},
  };
}

}  // namespace gatehouse::server
