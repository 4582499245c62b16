// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/app/command_line/brand_options.h"
#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"
#include "server/app/command_line/show.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;
using http::Method;

constexpr std::string_view kSettings = "/api/v1/settings";

constexpr OptionField kSignUpFields[] = {{"--sign-up-mode", "signUpMode", WhenEmpty::empty}};

std::vector<Option> settings_options() {
  auto options = brand_options();
  options.push_back({"--sign-up-mode", "MODE", "off, open, domain or approval."});
  options.push_back({"--sign-up-domain", "DOMAIN", "With mode domain: addresses of it may; may be repeated.",
                     Need::optional, Repeat::many});
  return options;
}

Output make_settings_output(const json::value& settings) {
  return make_output(settings, show_lines(settings.as_object(), {{"product name", "effective.productName"},
                                                                 {"support address", "supportAddress"},
                                                                 {"sign-in text", "signInText"},
                                                                 {"accent, light", "effective.accentLight"},
                                                                 {"accent, dark", "effective.accentDark"},
                                                                 {"logo", "logoUrl"},
                                                                 {"sign-up mode", "signUpMode"},
                                                                 {"sign-up domains", "signUpDomains"},
                                                                 {"mail server", "mail.server"},
                                                                 {"mail security", "mail.security"},
                                                                 {"mail from", "mail.fromAddress"},
                                                                 {"sender's name", "mail.fromName"},
                                                                 {"public URL", "publicUrl"}}));
}

Outcome<Output> show_settings(CommandContext& context) {
  const auto settings = context.api.get(kSettings);
  if (!settings) return fail(settings.error());
  return make_settings_output(*settings);
}

Outcome<Output> set_settings(CommandContext& context) {
  auto body = make_fields(context.invocation, kBrandFields);
  for (const auto& [name, value] : make_fields(context.invocation, kSignUpFields)) body[name] = value;
  if (context.invocation.has("--sign-up-domain"))
    body["signUpDomains"] = json::value_from(context.invocation.all("--sign-up-domain"));
  if (body.empty() && !context.invocation.has("--logo"))
    return fail(Refusal{"settings set needs at least one option to set; see gatehouse settings set --help",
                        kWrongUsage});
  if (const auto set = set_logo(context, std::string(kSettings) + "/logo"); !set) return fail(set.error());
  const auto settings =
      body.empty() ? context.api.get(kSettings) : context.api.send(Method::patch, kSettings, body);
  if (!settings) return fail(settings.error());
  return make_settings_output(*settings);
}

}  // namespace

std::vector<Command> make_settings_commands() {
  return {
      {.noun = "settings",
       .verb = "show",
       .summary = "Show the platform's brand, who may sign up, and how mail leaves",
       .details = "Mail server, sender and public URL are told to gatehouse serve, and only shown here.",
       .example = "settings show",
       .run = show_settings},
      {.noun = "settings",
       .verb = "set",
       .summary = "Change the platform's brand, or who may sign up",
       .options = settings_options(),
       .details = "What no option names stays as it is; '' puts it back to its default.",
       .example = "settings set --product-name Acme --support-address help@acme.example",
       .run = set_settings},
  };
}

}  // namespace gatehouse::server
