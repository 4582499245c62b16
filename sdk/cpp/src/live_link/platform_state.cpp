// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/live_link/platform_state.h"

#include <algorithm>

#include "gatehouse/json.h"

namespace gatehouse::sdk {
namespace {

std::vector<std::string> to_texts(const Json& list) {
  std::vector<std::string> texts;
  for (const auto& one : list.as_array()) texts.push_back(one.as_string());
  return texts;
}

const Json::Array& list_of(const Json& json, std::string_view name) {
  static const Json::Array none;
  const auto* list = json.find(name);
  return list == nullptr ? none : list->as_array();
}

bool is_for(const Json& json, std::string_view issuer, std::string_view app_id) {
  if (json.at("iss").as_string() != issuer) return false;
  const auto& audience = json.at("aud");
  if (audience.is_string()) return audience.as_string() == app_id;
  return std::ranges::any_of(audience.as_array(), [&](const Json& one) { return one == Json(app_id); });
}

PlatformState::Revoked read_revoked(const Json& entry) {
  const auto& scope = entry.at(0).as_string();
  if (scope != "session" && scope != "user") throw JsonError("a revocation of unknown scope");
  return {.is_session = scope == "session",
          .id = entry.at(1).as_string(),
          .position = entry.at(2).as_int(),
          .expires = entry.at(3).as_int()};
}

PlatformState::Roles read_roles(const Json& entry) {
  return {.user_id = entry.at(0).as_string(),
          .roles = to_texts(entry.at(1)),
          .position = entry.at(2).as_int(),
          .expires = entry.at(3).as_int()};
}

PlatformState read(const Json& json) {
  PlatformState state{.issued_at = json.at("iat").as_int(), .position = json.at("position").as_int()};
  if (const auto* epoch = json.find("app_epoch"); epoch != nullptr && !epoch->is_null())
    state.app_epoch = epoch->as_int();
  if (const auto* policy = json.find("policy"); policy != nullptr && !policy->is_null())
    state.policy = policy->as_string();
  for (const auto& kid : list_of(json, "withdrawn_kids")) state.withdrawn_kids.push_back(kid.as_string());
  for (const auto& entry : list_of(json, "revoked")) state.revoked.push_back(read_revoked(entry));
  for (const auto& entry : list_of(json, "roles")) state.roles.push_back(read_roles(entry));
  return state;
}

}  // namespace

std::optional<PlatformState> read_platform_state(std::string_view payload, std::string_view issuer,
                                                 std::string_view app_id) {
  try {
    const auto json = Json::parse(payload);
    if (is_for(json, issuer, app_id)) return read(json);
  } catch (const JsonError&) {  // signed, and yet not what we know: refused as a whole
  }
  return std::nullopt;
}

}  // namespace gatehouse::sdk
