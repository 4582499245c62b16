// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "core/http/form.h"
#include "server/app/command_line/brand_options.h"
#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"
#include "server/app/command_line/show.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;
using http::Method;

std::string describe(const json::object& brand) {
  return show_lines(brand, {{"product name", "effective.productName"},
                            {"support address", "effective.supportAddress"},
                            {"sign-in text", "effective.signInText"},
                            {"accent, light", "effective.accentLight"},
                            {"accent, dark", "effective.accentDark"},
                            {"logo", "effective.logoUrl"}});
}

Outcome<Output> show_or_set_brand(CommandContext& context) {
  const auto path = "/api/v1/apps/" + http::percent_encode(context.invocation.get("APP")) + "/branding";
  const auto body = make_fields(context.invocation, kBrandFields);
  const auto brand = body.empty() ? context.api.get(path) : context.api.send(Method::patch, path, body);
  if (!brand) return fail(brand.error());
  return make_output(*brand, describe(brand->as_object()));
}

}  // namespace

std::vector<Option> brand_options() {
  return {{"--product-name", "NAME", "What people know it by."},
          {"--support-address", "ADDRESS", "Where people ask: an e-mail address or an https page."},
          {"--sign-in-text", "TEXT", "A sentence on the sign-in page."},
          {"--accent-light", "COLOUR", "Buttons and links on light pages, such as #1d5847."},
          {"--accent-dark", "COLOUR", "The same on dark pages."}};
}

std::vector<Command> make_brand_commands() {
  return {{.noun = "app",
           .verb = "brand",
           .summary = "Show or change how an app presents itself to people who sign in to it",
           .words = {{"APP", "The app's id."}},
           .options = brand_options(),
           .details = "What no option names stays as it is; '' leaves it to the platform's own brand, which\n"
                      "gatehouse settings changes. Logos are set in the console.",
           .example = "app brand orders --product-name Orders --accent-light #1d5847",
           .run = show_or_set_brand}};
}

}  // namespace gatehouse::server
