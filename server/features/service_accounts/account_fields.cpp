// SPDX-License-Identifier: Apache-2.0
#include "server/features/service_accounts/account_fields.h"

#include <algorithm>

#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "server/access/json_text.h"
#include "server/model/plain_text.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kMostApps = 100;

void apply_role(const Body& body, ServiceAccount& account) {
  if (body.is_null("platformRole")) account.platform_role.reset();
  if (const auto text = body.text("platformRole")) account.platform_role = parse_platform_role(*text);
}

void apply_apps(std::vector<std::string> names, ServiceAccount& account,
                std::vector<http::FieldError>& errors) {
  if (names.size() > kMostApps) errors.push_back({"apps", "may name at most 100 apps"});
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  account.managed_apps = std::vector<AppId>(names.begin(), names.end());
}

}  // namespace

std::vector<Field> account_fields(AccountFieldsFor use) {
  auto name = Field::text("name", "What the program is called.").at_most(100);
  std::vector<Field> fields = {use == AccountFieldsFor::adding ? std::move(name).required() : std::move(name),
                               // Not owner: the platform is owned by people.
                               Field::text("platformRole", "administrator, auditor or null.")
                                   .nullable()
                                   .one_of({"administrator", "auditor"}),
                               Field::text_list("apps", "Ids of the apps that it manages.").at_most(64)};
  if (use == AccountFieldsFor::changing) {
    fields.push_back(Field::flag("disabled", "True keeps it out: its keys are refused."));
  }
  return fields;
}

std::vector<http::FieldError> apply_account_fields(const Body& body, Time now, ServiceAccount& account) {
  std::vector<http::FieldError> errors;
  if (const auto name = body.text("name")) {
    if (!is_plain_text(*name, 100)) {
      errors.push_back({"name", "must be one line of readable text of 1 to 100 bytes"});
    }
    account.name = *name;
  }
  apply_role(body, account);
  if (auto apps = body.texts("apps")) apply_apps(std::move(*apps), account, errors);
  if (const auto disabled = body.flag("disabled"); disabled && *disabled != account.is_disabled()) {
    account.disabled_at = *disabled ? std::optional(now) : std::nullopt;
  }
  account.updated_at = now;
  return errors;
}

boost::json::object to_json(const ServiceAccount& account) {
  boost::json::array apps;
  for (const auto& app : account.managed_apps) apps.push_back(boost::json::value(app.value()));
  boost::json::value role = nullptr;
  if (account.platform_role) role = to_text(*account.platform_role);
  return {{"id", account.id.value()},
          {"name", account.name},
          {"platformRole", std::move(role)},
          {"apps", std::move(apps)},
          {"disabledAt", to_json(account.disabled_at)},
          {"createdAt", to_rfc3339(account.created_at)},
          {"updatedAt", to_rfc3339(account.updated_at)}};
}

Shape account_shape() {
  using namespace shape;
  return object("ServiceAccount", {{"id", text()},
                                   {"name", text()},
                                   {"platformRole", one_of({"owner", "administrator", "auditor"}).nullable()},
                                   {"apps", list_of(text())},
                                   {"disabledAt", time().nullable()},
                                   {"createdAt", time()},
                                   {"updatedAt", time()}});
}

}  // namespace gatehouse::server
