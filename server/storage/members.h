// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "core/sql/connection.h"
#include "server/model/app.h"
#include "server/model/role.h"
#include "server/storage/page.h"

/// Who may enter which app, with which roles. As in storage/users.h.
namespace gatehouse::server::members {

enum class Put { done, unknown_role };
/// Makes the user a member, or replaces a member's roles. Nothing is changed when a role is unknown.
[[nodiscard]] Put put(sql::Connection& connection, const Member& member, Time now);
[[nodiscard]] std::optional<Member> find(sql::Connection& connection, const AppId& app, const UserId& user);
/// By user id.
[[nodiscard]] Page<Member> list(sql::Connection& connection, const AppId& app, const PageRequest& page);
/// Also ends the grants that the app holds for the user.
bool remove(sql::Connection& connection, const AppId& app, const UserId& user);

/// What a member holds; absent for no member.
[[nodiscard]] std::optional<Authority> find_authority(sql::Connection& connection, const AppId& app,
                                                      const UserId& user);
/// Ids of the apps that the user may enter.
[[nodiscard]] std::vector<AppId> list_apps_of(sql::Connection& connection, const UserId& user);

}  // namespace gatehouse::server::members
