// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/sql/connection.h"

/// Small named values of the platform itself. As in storage/users.h.
namespace gatehouse::server::platform_state {

[[nodiscard]] std::optional<std::string> find(sql::Connection& connection, std::string_view name);
void put(sql::Connection& connection, std::string_view name, std::string_view value);
bool remove(sql::Connection& connection, std::string_view name);

/// SHA-256 of the one-time set-up token, base64url.
inline constexpr std::string_view kSetUpTokenHash = "set_up_token_hash";
/// Present once the first administrator was made: the set-up page is closed for ever.
inline constexpr std::string_view kSetUpClosed = "set_up_closed";

/// The public URL that the server last ran with.
inline constexpr std::string_view kPublicUrl = "public_url";

}  // namespace gatehouse::server::platform_state
