// SPDX-License-Identifier: Apache-2.0
#include "server/signals/policy_bundles.h"

#include <optional>

#include "core/token/json_writer.h"
#include "server/storage/app_policies.h"
#include "server/storage/apps.h"
#include "server/storage/roles.h"

namespace gatehouse::server {
namespace {

struct PolicyContent {
  app_policies::AppPolicy policy;
  AppAlgorithm algorithm{};
  std::vector<Role> roles;
};

std::optional<PolicyContent> find_content(sql::Connection& connection, const AppId& id) {
  const auto app = apps::find(connection, id);
  auto policy = app ? app_policies::find(connection, id) : std::nullopt;
  if (!policy) return std::nullopt;
  return PolicyContent{std::move(*policy), app->algorithm, roles::list(connection, id)};
}

std::string refused_secrets(const std::vector<app_policies::RetiredSecret>& retired) {
  token::JsonWriter map;
  for (const auto& secret : retired) map.add(secret.kid, secret.refused_from);
  return map.text();
}

std::string role_permissions(const std::vector<Role>& roles) {
  token::JsonWriter map;
  for (const auto& role : roles) map.add(role.name, role.permissions);
  return map.text();
}

}  // namespace

std::shared_ptr<const PolicyBundles::Bundle> PolicyBundles::load(const AppId& app) {
  const auto present = database_.read([&](sql::Connection& connection) -> std::optional<std::int64_t> {
    const auto policy = app_policies::find(connection, app);
    return policy ? std::optional(policy->version) : std::nullopt;
  });
  if (!present) return nullptr;
  if (auto kept = find_kept(app, *present)) return kept;
  const auto forgotten = times_forgotten();  // before the key that signs is chosen
  const auto content =
      database_.read([&](sql::Connection& connection) { return find_content(connection, app); });
  if (!content) return nullptr;
  std::vector<std::string> algorithms = {std::string(to_text(content->algorithm))};
  if (const auto former = content->policy.former_algorithm) algorithms.emplace_back(to_text(*former));
  token::JsonWriter claims;
  claims.add("iss", issuer_).add("aud", app.value()).add("iat", to_unix_seconds(clock_.now()));
  claims.add("version", content->policy.version).add("algorithms", algorithms);
  claims.add("issued_after", content->policy.issued_after);
  claims.add("required_claims", content->policy.required_claims);
  claims.add_json("role_permissions", role_permissions(content->roles));
  claims.add_json("retired_secrets", refused_secrets(content->policy.retired_secrets));
  auto bundle = std::make_shared<const Bundle>(Bundle{
      content->policy.version, keys_.signing_key(PlatformKeys::Purpose::identity, crypto::KeyKind::rsa)
                                   ->sign(kPolicyType, claims.text())});
  const std::lock_guard lock(mutex_);
  if (forgotten == times_forgotten_) kept_[app] = bundle;
  return bundle;
}

std::shared_ptr<const PolicyBundles::Bundle> PolicyBundles::find_kept(const AppId& app,
                                                                      std::int64_t version) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(app);
  return found != kept_.end() && found->second->version == version ? found->second : nullptr;
}

std::uint64_t PolicyBundles::times_forgotten() {
  const std::lock_guard lock(mutex_);
  return times_forgotten_;
}

void PolicyBundles::forget() {
  const std::lock_guard lock(mutex_);
  kept_.clear();
  ++times_forgotten_;
}

}  // namespace gatehouse::server
