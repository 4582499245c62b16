// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "core/http/form.h"
#include "server/app/command_line/brand_options.h"
#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"
#include "server/app/command_line/named_file.h"
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
  if (const auto set = set_logo(context, path + "/logo"); !set) return fail(set.error());
  const auto body = make_fields(context.invocation, kBrandFields);
  const auto brand = body.empty() ? context.api.get(path) : context.api.send(Method::patch, path, body);
  if (!brand) return fail(brand.error());
  return make_output(*brand, describe(brand->as_object()));
}

/// By its first bytes; whether it is a picture the platform says.
std::string_view media_type_of(std::string_view picture) {
  if (picture.starts_with("\x89PNG")) return "image/png";
  if (picture.starts_with("\xff\xd8")) return "image/jpeg";
  return "image/webp";
}

}  // namespace

Outcome<void> set_logo(CommandContext& context, const std::string& path) {
  const auto file = context.invocation.find("--logo");
  if (!file) return {};
  if (file->empty()) {
    const auto removed = context.api.send_raw(Method::delete_, path);
    if (!removed) return fail(removed.error());
    return {};
  }
  auto picture = read_named_file(*file, "a PNG, JPEG or WebP picture");
  if (!picture) return fail(picture.error());
  const std::string type(media_type_of(*picture));
  const auto stored = context.api.send_raw(Method::put, path, type, std::move(*picture));
  if (!stored) return fail(stored.error());
  return {};
}

std::vector<Option> brand_options() {
  return {{"--product-name", "NAME", "What people know it by."},
          {"--support-address", "ADDRESS", "Where people ask: an e-mail address or an https page."},
          {"--sign-in-text", "TEXT", "A sentence on the sign-in page."},
          {"--accent-light", "COLOUR", "Buttons and links on light pages, such as #1d5847."},
          {"--accent-dark", "COLOUR", "The same on dark pages."},
          {"--logo", "FILE", "A PNG, JPEG or WebP picture of at most 512 KiB."}};
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
