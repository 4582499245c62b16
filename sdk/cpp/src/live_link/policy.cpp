// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/live_link/policy.h"

#include <algorithm>
#include <set>

#include "sdk/cpp/src/live_link/security_event.h"

namespace gatehouse::sdk {

std::vector<std::string> Policy::permissions_of(const std::vector<std::string>& roles) const {
  std::set<std::string> all;
  for (const auto& role : roles) {
    const auto found = role_permissions.find(role);
    if (found != role_permissions.end()) all.insert(found->second.begin(), found->second.end());
  }
  return {all.begin(), all.end()};
}

bool Policy::is_retired(std::string_view kid, std::int64_t now) const {
  const auto found = retired_secrets.find(kid);
  return found != retired_secrets.end() && found->second <= now;
}

std::string_view Policy::refusal_of(const token::VerifiedToken& token) const {
  if (issued_after != 0) {
    const auto issued_at = token.issued_at();
    if (!issued_at || to_unix_seconds(*issued_at) < issued_after) return "issued_too_early";
  }
  const auto has = [&](const std::string& claim) { return token.find(claim).has_value(); };
  return std::ranges::all_of(required_claims, has) ? std::string_view() : "claim_required_by_policy";
}

std::optional<Policy> read_policy(const token::VerifiedJwt& bundle) {
  const auto version = bundle.integer("version");
  const auto names = bundle.claims().find("algorithms");
  if (!version || !names || !names->is_array_of_strings()) return std::nullopt;
  Policy policy{.version = *version};
  for (const auto& name : names->children()) {
    if (const auto algorithm = token::parse_algorithm(name.text())) policy.algorithms.push_back(*algorithm);
  }
  if (policy.algorithms.empty()) return std::nullopt;
  policy.issued_after = bundle.integer("issued_after").value_or(0);
  if (const auto claims = bundle.claims().find("required_claims")) {
    auto texts = read_texts(*claims);
    if (!texts) return std::nullopt;
    policy.required_claims = std::move(*texts);
  }
  const auto roles = bundle.claims().find("role_permissions");
  if (!roles || roles->kind() != token::JsonKind::object) return std::nullopt;
  for (const auto& role : roles->children()) {
    auto permissions = read_texts(role);
    if (!permissions) return std::nullopt;
    policy.role_permissions.emplace(role.name(), std::move(*permissions));
  }
  if (const auto retired = bundle.claims().find("retired_secrets")) {
    if (retired->kind() != token::JsonKind::object) return std::nullopt;
    for (const auto& secret : retired->children()) {
      const auto from = secret.as_integer();
      if (!from) return std::nullopt;
      policy.retired_secrets.emplace(secret.name(), *from);
    }
  }
  return policy;
}

}  // namespace gatehouse::sdk
