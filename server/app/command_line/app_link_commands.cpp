// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "core/http/form.h"
#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"
#include "server/app/command_line/instance_table.h"
#include "server/app/command_line/show.h"
#include "server/app/command_line/wait_option.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;
using http::Method;

const Word kApp{"APP", "The app's id."};

std::string app_path(CommandContext& context, std::string_view below) {
  return "/api/v1/apps/" + http::percent_encode(context.invocation.get("APP")) + std::string(below);
}

Outcome<Output> list_instances(CommandContext& context) {
  const auto instances = context.api.list(app_path(context, "/instances"));
  if (!instances) return fail(instances.error());
  return make_output(*instances, show_instances(*instances));
}

std::string show_policy(const json::object& policy) {
  return show_lines(policy, {{"version", "version"},
                             {"algorithms", "algorithms"},
                             {"issued after", "issuedAfter"},
                             {"required claims", "requiredClaims"}});
}

Outcome<json::object> make_policy_body(CommandContext& context) {
  const Invocation& given = context.invocation;
  json::object body;
  if (const auto time = given.find("--issued-after")) {
    body["issuedAfter"] = *time == "none"  ? json::value(nullptr)
                          : *time == "now" ? json::value(to_rfc3339(context.clock.now()))
                                           : json::value(*time);
  }
  if (given.has("--require-claim") && given.has("--no-required-claims")) {
    return fail(Refusal{"--require-claim and --no-required-claims contradict each other", kWrongUsage});
  }
  if (given.has("--require-claim")) body["requiredClaims"] = json::value_from(given.all("--require-claim"));
  if (given.has("--no-required-claims")) body["requiredClaims"] = json::array();
  return body;
}

Outcome<Output> show_or_set_policy(CommandContext& context) {
  const auto body = make_policy_body(context);
  if (!body) return fail(body.error());
  const auto wait = make_wait_query(context.invocation);
  if (!wait) return fail(wait.error());
  if (body->empty() && !wait->empty()) return fail(Refusal{"--wait needs a rule to change", kWrongUsage});
  const auto path = app_path(context, "/policy") + *wait;
  const auto policy = body->empty() ? context.api.get(path) : context.api.send(Method::patch, path, *body);
  if (!policy) return fail(policy.error());
  return with_unacknowledged(make_output(*policy, show_policy(policy->as_object())));
}

Outcome<Output> sign_everybody_out(CommandContext& context) {
  const auto query = make_wait_query(context.invocation);
  if (!query) return fail(query.error());
  const auto answer = context.api.send(Method::post, app_path(context, "/sign-everybody-out") + *query);
  if (!answer) return fail(answer.error());
  return with_unacknowledged(make_output(
      *answer, "Every token of " + context.invocation.get("APP") + " given until now has ended.\n"));
}

}  // namespace

std::vector<Command> make_app_link_commands() {
  return {
      {.noun = "app",
       .verb = "instances",
       .summary = "Show the running instances of an app and what each has heard",
       .words = {kApp},
       .details =
           "LIVE is an instance that was heard of within two minutes. SECRETS are those that it says it "
           "holds.",
       .example = "app instances orders",
       .run = list_instances},
      {.noun = "app",
       .verb = "policy",
       .summary = "Show or change what an app's verifiers hold tokens to",
       .words = {kApp},
       .options = {{"--issued-after", "TIME", "Refuse tokens issued earlier: RFC 3339, now, or none."},
                   {"--require-claim", "NAME", "A claim that every token must have; may be repeated.",
                    Need::optional, Repeat::many},
                   {"--no-required-claims", "", "Demand no claims beyond the usual ones."},
                   wait_option()},
       .details = "Connected instances follow at once, without a restart.",
       .example = "app policy orders --require-claim sid",
       .run = show_or_set_policy},
      {.noun = "app",
       .verb = "sign-everybody-out",
       .summary = "End every token that an app has been given until now",
       .words = {kApp},
       .options = {wait_option()},
       .details = "Sign-ins at the platform go on, so that browsers come back in without a password.",
       .example = "app sign-everybody-out orders --wait 10s",
       .run = sign_everybody_out},
  };
}

}  // namespace gatehouse::server
