// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <variant>

#include <boost/json.hpp>

#include "core/base/secret_string.h"
#include "core/base/time_text.h"
#include "server/access/api_key_authentication.h"
#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/features/api_keys/api_key_json.h"
#include "server/features/api_keys/mount.h"
#include "server/model/permission_text.h"
#include "server/model/plain_text.h"
#include "server/storage/api_keys.h"
#include "server/storage/app_managers.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/service_accounts.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kHintLength = 7;  // gh_ and 4 of 43 characters
constexpr std::size_t kMostApps = 100;
constexpr std::chrono::days kDefaultLife{90};
constexpr std::chrono::days kMostLife{730};

std::vector<Field> new_key_fields() {
  return {
      Field::text("name", "What the key is for.").required().at_most(100),
      Field::text_list("permissions",
                       "What the key may do: platform:view, metrics:view, users:manage, "
                       "apps:manage, platform:manage, app:view, app:manage.")
          .required()
          .at_most(40),
      Field::text_list("apps", "The only apps that app:view and app:manage count for; all where absent.")
          .nullable()
          .at_most(64),
      Field::text("expiresAt", "When it ends, RFC 3339; in 90 days where absent, in 730 at most.")
          .at_most(40),
      Field::text("serviceAccount", "Id of the service account that the key shall belong to.").at_most(64),
      Field::text("user", "Id of the user that it shall belong to; for the machine's owner only.")
          .at_most(64)};
}

void take_apps(const Body& body, ApiKey& key, std::vector<http::FieldError>& errors) {
  const auto names = body.texts("apps");
  if (!names) return;
  if (names->empty() || names->size() > kMostApps) errors.push_back({"apps", "must name 1 to 100 apps"});
  // Rights over the platform are over all apps, so the two would contradict each other.
  if (!key.scope.platform.empty()) {
    errors.push_back({"apps", "go with app:view and app:manage only"});
  }
  std::vector<AppId> apps(names->begin(), names->end());
  std::sort(apps.begin(), apps.end());
  apps.erase(std::unique(apps.begin(), apps.end()), apps.end());
  key.scope.apps = std::move(apps);
}

void take_expiry(const Body& body, Time now, ApiKey& key, std::vector<http::FieldError>& errors) {
  key.expires_at = now + kDefaultLife;
  const auto text = body.text("expiresAt");
  if (!text) return;
  const auto at = parse_rfc3339(*text);
  if (!at || *at <= now || *at > now + kMostLife) {
    errors.push_back({"expiresAt", "must be a time such as 2030-01-31T12:00:00Z within the next 730 days"});
    return;
  }
  key.expires_at = *at;
}

Result<ApiKey, std::vector<http::FieldError>> read_new_key(const ApiKeys& keys, const Body& body) {
  std::vector<http::FieldError> errors;
  ApiKey key;
  const auto now = keys.clock.now();
  key.id = ApiKeyId(make_sortable_text(kApiKeyIdPrefix, keys.clock, keys.random));
  key.created_at = now;
  key.name = *body.text("name");
  if (!is_plain_text(key.name, 100)) {
    errors.push_back({"name", "must be one line of readable text of 1 to 100 bytes"});
  }
  const auto scope = parse_key_scope(*body.texts("permissions"));
  if (!scope || body.texts("permissions")->empty()) {
    errors.push_back({"permissions", std::string(kKeyScopeRule)});
  }
  key.scope = scope.value_or(KeyScope());
  take_apps(body, key, errors);
  take_expiry(body, now, key, errors);
  key.account_id = ServiceAccountId(body.text("serviceAccount").value_or(""));
  key.user_id = UserId(body.text("user").value_or(""));
  if (!errors.empty()) return fail(std::move(errors));
  return key;
}

/// Whose the key shall be; the error says why not.
std::optional<http::FieldError> take_owner(const Caller& caller, ApiKey& key) {
  if (caller.is_operator()) {
    if (key.user_id.empty() != key.account_id.empty()) return std::nullopt;
    return http::FieldError{"user",
                            "or serviceAccount, exactly one of them, must say whose the key shall be"};
  }
  if (!key.user_id.empty() && key.user_id != caller.user().id) {
    return http::FieldError{"user", "can be nobody but yourself"};
  }
  key.user_id = key.account_id.empty() ? caller.user().id : UserId();
  return std::nullopt;
}

std::optional<Rights> find_owner_rights(sql::Connection& connection, const ApiKey& key) {
  if (key.user_id.empty()) {
    const auto account = service_accounts::find(connection, key.account_id);
    if (!account) return std::nullopt;
    return Rights{account->platform_role, account->managed_apps, std::nullopt};
  }
  const auto user = users::find(connection, key.user_id);
  if (!user) return std::nullopt;
  return Rights{user->platform_role, app_managers::list_apps_of(connection, user->id), std::nullopt};
}

http::Response beyond_rights(const char* whose) {
  return http::problem(403, "beyond_rights", std::string("A key can't do more than ") + whose + " may do.");
}

/// Nobody makes a key that can do what they could not do themselves; absent when all is well.
std::optional<http::Response> refuse_key(sql::Connection& connection, const Call& call, const ApiKey& key) {
  if (!key.account_id.empty() && !call.caller.may(PlatformPermission::manage_platform)) {
    return http::problem(403, "forbidden", "Only administrators may make keys for service accounts.");
  }
  const auto rights = find_owner_rights(connection, key);
  if (!rights) {
    return invalid_fields({{key.user_id.empty() ? "serviceAccount" : "user", "is not known"}});
  }
  if (!call.caller.is_operator() && !call.caller.rights().cover(key.scope)) return beyond_rights("you");
  if (!rights->cover(key.scope)) return beyond_rights("its owner");
  for (const auto& app : key.scope.apps.value_or(std::vector<AppId>())) {
    if (!apps::find(connection, app)) return invalid_fields({{"apps", "names an app that does not exist"}});
  }
  return std::nullopt;
}

}  // namespace

Route add_api_key_route(ApiKeys keys) {
  return {.method = http::Method::post,
          .path = "/api/v1/api-keys",
          .access = Access::in_person(),
          .summary =
              "Make an API key for oneself or a service account; its secret is shown in this answer "
              "and never again",
          .body = new_key_fields(),
          .answers = {{201, api_key_shape().extended("NewApiKey", {{"key", shape::text()}})}},
          .refusals = {{403, "beyond_rights"}},
          .handle = [keys, fields = new_key_fields()](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            auto key = read_new_key(keys, *body);
            if (!key) return invalid_fields(key.error());
            if (auto error = take_owner(call.caller, *key)) return invalid_fields({*error});
            const SecretString secret(std::string(kApiKeySecretPrefix) +
                                      make_random_text(keys.random, kSecretBytes));
            key->hint = std::string(secret.reveal().substr(0, kHintLength));
            const auto refused = keys.database.write([&](sql::Connection& connection) {
              auto why = refuse_key(connection, call, *key);
              if (why) return why;
              api_keys::insert(connection, *key, hash_api_key(secret));
              audit_events::append(connection,
                                   make_audit_event(call, key->created_at, "api_key.added", key->id.value()));
              return why;
            });
            if (refused) return *refused;
            auto json = to_json(*key);
            json["key"] = secret.reveal();
            return json_answer(201, json);
          }};
}

}  // namespace gatehouse::server
