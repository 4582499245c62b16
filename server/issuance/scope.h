// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::server {

/// The scopes that mean something here (OpenID Connect Core, sections 5.4 and 11).
namespace scope {
inline constexpr std::string_view kOpenId = "openid";
inline constexpr std::string_view kProfile = "profile";
inline constexpr std::string_view kEmail = "email";
inline constexpr std::string_view kOfflineAccess = "offline_access";
}  // namespace scope

[[nodiscard]] std::span<const std::string_view> known_scopes();

/// The known scopes of a request, each once and in one order; unknown ones are left out (OpenID Connect Core,
/// section 3.1.2.1). Absent for text that is no scope at all (RFC 6749, section 3.3).
[[nodiscard]] std::optional<std::string> parse_scope(std::string_view text);

/// For scopes that `parse_scope` gave.
[[nodiscard]] bool has_scope(std::string_view scopes, std::string_view scope);
/// True when everything in `narrow` is in `wide`.
[[nodiscard]] bool is_within(std::string_view narrow, std::string_view wide);

}  // namespace gatehouse::server
