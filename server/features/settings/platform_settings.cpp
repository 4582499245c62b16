// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/access/sign_up_fields.h"
#include "server/features/settings/brand_fields.h"
#include "server/features/settings/mount.h"
#include "server/storage/audit_events.h"
#include "server/storage/brands.h"
#include "server/storage/sign_up_policy.h"

namespace gatehouse::server {
namespace {

constexpr const char* kPath = "/api/v1/settings";

std::vector<Field> settings_fields() {
  auto fields = brand_fields();
  fields.push_back(Field::text("signUpMode",
                               "Who may make an account of their own: nobody (off), anybody (open), "
                               "addresses of some domains (domain), or anybody whom an "
                               "administrator then enables (approval).")
                       .one_of({"off", "open", "domain", "approval"}));
  fields.push_back(
      Field::text_list("signUpDomains", "Domains of addresses that may sign up, with mode domain.")
          .at_most(253));
  return fields;
}

const char* to_text(MailSettings::Security security) {
  switch (security) {
    case MailSettings::Security::none:
      return "none";
    case MailSettings::Security::starttls:
      return "starttls";
    case MailSettings::Security::tls:
      return "tls";
  }
  return "";
}

/// As the program was started; to change it, start it otherwise.
boost::json::object describe(const MailSettings& mail) {
  const auto server =
      mail.has_server() ? boost::json::value(mail.host + ":" + std::to_string(mail.port)) : nullptr;
  return {{"server", server},
          {"security", to_text(mail.security)},
          {"authenticates", !mail.user.empty()},
          {"fromName", mail.from_name},
          {"fromAddress", mail.from_address}};
}

struct Loaded {
  brands::StoredBrand stored;
  SignUpPolicy sign_up;
};

Loaded load(sql::Connection& connection) {
  return {brands::load(connection, std::nullopt), load_sign_up_policy(connection)};
}

http::Response answer(const PlatformSettings& settings, const Loaded& loaded) {
  auto json = to_json(loaded.stored.brand);
  json["signUpMode"] = server::to_text(loaded.sign_up.mode);
  json["signUpDomains"] = boost::json::array(loaded.sign_up.domains.begin(), loaded.sign_up.domains.end());
  json["effective"] = to_effective_json(loaded.stored.brand);
  json["mail"] = describe(settings.started_with.mail);
  json["publicUrl"] = settings.started_with.public_url.text;
  auto response = json_answer(200, json);
  response.headers.set("ETag", version_etag(loaded.stored.version));
  return response;
}

Shape settings_shape() {
  using namespace shape;
  return branding_shape().extended("Settings",
                                   {{"signUpMode", one_of({"off", "open", "domain", "approval"})},
                                    {"signUpDomains", list_of(text())},
                                    {"mail", object("", {{"server", text().nullable()},
                                                         {"security", one_of({"none", "starttls", "tls"})},
                                                         {"authenticates", flag()},
                                                         {"fromName", text()},
                                                         {"fromAddress", text()}})},
                                    {"publicUrl", text()}});
}

/// Within the transaction that stores it, so that nobody's change is lost between reading and writing.
http::Response change(const PlatformSettings& settings, const Call& call, const Body& body,
                      sql::Connection& connection) {
  auto now_stored = load(connection);
  if (auto stale = refuse_stale(call.request, now_stored.stored.version)) return *stale;
  std::vector<http::FieldError> errors;
  apply_brand_fields(body, now_stored.stored.brand, errors);
  apply_sign_up_policy(body, {"signUpMode", "signUpDomains"}, now_stored.sign_up, errors);
  if (!errors.empty()) return invalid_fields(std::move(errors));
  brands::put(connection, std::nullopt, now_stored.stored.brand, settings.clock.now());
  store_sign_up_policy(connection, now_stored.sign_up);
  auto event = make_audit_event(call, settings.clock.now(), "settings.changed");
  for (const auto& field : settings_fields()) {
    if (body.has(field.name)) event.target += (event.target.empty() ? "" : " ") + field.name;
  }
  audit_events::append(connection, event);
  return answer(settings, load(connection));
}

}  // namespace

Route show_settings_route(PlatformSettings settings) {
  return {.method = http::Method::get,
          .path = kPath,
          .access = Access::requires_permission(PlatformPermission::view_platform),
          .summary = "The platform's brand, who may sign up, and how mail leaves",
          .answers = {{200, settings_shape()}},
          .handle = [settings](const Call&) { return answer(settings, settings.database.read(load)); }};
}

Route change_settings_route(PlatformSettings settings) {
  return {.method = http::Method::patch,
          .path = kPath,
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Change the platform's brand, or who may sign up",
          .body = settings_fields(),
          .answers = {{200, settings_shape()}},
          .refusals = {{412, "stale"}},
          .handle = [settings, fields = settings_fields()](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            return settings.database.write(
                [&](sql::Connection& connection) { return change(settings, call, *body, connection); });
          }};
}

}  // namespace gatehouse::server
