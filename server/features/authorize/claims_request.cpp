// SPDX-License-Identifier: Apache-2.0
#include "server/features/authorize/claims_request.h"

#include <array>
#include <utility>

#include "core/token/json_document.h"
#include "server/issuance/scope.h"

namespace gatehouse::server {
namespace {

using token::JsonKind;
using token::JsonValue;

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kScopeOf = {{
    {"name", scope::kProfile},
    {"given_name", scope::kProfile},
    {"family_name", scope::kProfile},
    {"picture", scope::kProfile},
    {"locale", scope::kProfile},
    {"zoneinfo", scope::kProfile},
    {"updated_at", scope::kProfile},
    {"email", scope::kEmail},
    {"email_verified", scope::kEmail},
    {"address", scope::kAddress},
    {"phone_number", scope::kPhone},
    {"roles", scope::kRoles},
}};

/// `value`, or each of `values`.
std::vector<std::string> wanted_values(const JsonValue& member) {
  std::vector<std::string> wanted;
  if (const auto value = member.find("value"); value && value->as_string()) {
    wanted.emplace_back(*value->as_string());
  }
  if (const auto values = member.find("values"); values && values->is_array_of_strings()) {
    for (const auto& one : values->children()) wanted.emplace_back(one.text());
  }
  return wanted;
}

bool is_essential(const JsonValue& member) {
  const auto essential = member.find("essential");
  return essential && essential->kind() == JsonKind::true_;
}

void read_members(const JsonValue& claims, ClaimsRequest& request) {
  for (const auto& member : claims.children()) {
    const auto name = member.name();
    for (const auto& [claim, scope] : kScopeOf) {
      if (name == claim) request.scope = join_scopes(request.scope, scope);
    }
    auto wanted = wanted_values(member);
    if (name == "sub" && !wanted.empty()) request.subject = wanted.front();
    if (name == "acr" && is_essential(member)) request.essential_acr = std::move(wanted);
  }
}

}  // namespace

std::optional<ClaimsRequest> parse_claims_request(std::string_view json) {
  const auto document = token::JsonDocument::parse(json);
  if (!document) return std::nullopt;
  ClaimsRequest request;
  for (const auto* place : {"userinfo", "id_token"}) {
    const auto claims = document->root().find(place);
    if (!claims || claims->kind() == JsonKind::null_) continue;
    if (claims->kind() != JsonKind::object) return std::nullopt;
    read_members(*claims, request);
  }
  return request;
}

}  // namespace gatehouse::server
