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
inline constexpr std::string_view kAddress = "address";
inline constexpr std::string_view kPhone = "phone";
inline constexpr std::string_view kRoles = "roles";  ///< our own: `roles` and `permissions` in this app
inline constexpr std::string_view kOfflineAccess = "offline_access";
}  // namespace scope

[[nodiscard]] std::span<const std::string_view> known_scopes();

/// The known scopes of a request, each once and in one order; unknown ones are left out (OpenID Connect Core,
/// section 3.1.2.1). Absent for text that is no scope at all (RFC 6749, section 3.3).
[[nodiscard]] std::optional<std::string> parse_scope(std::string_view text);

/// Both together, each once and in the one order.
[[nodiscard]] std::string join_scopes(std::string_view left, std::string_view right);

/// For scopes that `parse_scope` gave.
[[nodiscard]] bool has_scope(std::string_view scopes, std::string_view scope);
/// True when everything in `narrow` is in `wide`.
[[nodiscard]] bool is_within(std::string_view narrow, std::string_view wide);

}  // namespace gatehouse::server
