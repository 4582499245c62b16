// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/sql/connection.h"
#include "server/model/role.h"

/// Roles of an app. As in storage/users.h.
namespace gatehouse::server::roles {

enum class Inserted { yes, name_taken };
[[nodiscard]] Inserted insert(sql::Connection& connection, const Role& role);
[[nodiscard]] std::optional<Role> find(sql::Connection& connection, const AppId& app, std::string_view name);
/// All roles of the app by name.
[[nodiscard]] std::vector<Role> list(sql::Connection& connection, const AppId& app);
void set_permissions(sql::Connection& connection, const Role& role);
bool remove(sql::Connection& connection, const AppId& app, std::string_view name);

}  // namespace gatehouse::server::roles
