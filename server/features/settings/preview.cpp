// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/json_text.h"
#include "server/features/settings/brand_fields.h"
#include "server/features/settings/mount.h"
#include "server/notify/compose_mail.h"
#include "server/pages/dress_page.h"
#include "server/storage/brands.h"

namespace gatehouse::server {
namespace {

/// A mail as it would look, with facts of nobody.
MailFacts sample_facts(const PlatformSettings& settings, const Brand& brand) {
  return {{"brand", product_name_of(brand)},
          {"platform", settings.started_with.public_url.text},
          {"name", "Ada Lovelace"},
          {"minutes", "30"},
          {"link", settings.mailer.url("/reset-password")}};
}

Shape preview_shape() {
  using namespace shape;
  return object("SettingsPreview",
                {{"effective", brand_shape()},
                 {"styleUrl", text()},
                 {"mail", object("", {{"subject", text()}, {"text", text()}, {"html", text()}})}});
}

}  // namespace

Route preview_settings_route(PlatformSettings settings) {
  return {.method = http::Method::post,
          .path = "/api/v1/settings/preview",
          .access = Access::requires_permission(PlatformPermission::view_platform),
          .summary = "A brand and a mail as they would look with these settings; nothing is stored or sent",
          .body = brand_fields(),
          .answers = {{200, preview_shape()}},
          .handle = [settings, fields = brand_fields()](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            auto brand = settings.database.read(
                [](sql::Connection& connection) { return brands::load(connection, std::nullopt).brand; });
            std::vector<http::FieldError> errors;
            apply_brand_fields(*body, brand, errors);
            if (!errors.empty()) return invalid_fields(std::move(errors));
            const auto locale =
                call.caller.kind() == Caller::Kind::user ? call.caller.user().locale : std::nullopt;
            const auto mail =
                compose_mail(MailKind::reset_password, locale, sample_facts(settings, brand), look_of(brand));
            return json_answer(
                200, {{"effective", to_effective_json(brand)},
                      {"styleUrl", brand_style_path(brand)},
                      {"mail", {{"subject", mail.subject}, {"text", mail.text}, {"html", mail.html}}}});
          }};
}

}  // namespace gatehouse::server
