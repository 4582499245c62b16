// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/sql/connection.h"
#include "server/model/ids.h"

/// What an app's roles can be made of. As in storage/users.h.
namespace gatehouse::server::app_permissions {

enum class State { waiting, accepted, rejected };
[[nodiscard]] std::string_view to_text(State state);

struct Permission {
  std::string name;
  State state = State::waiting;
  bool is_declared = false;
  Time created_at{};
};

/// By name.
[[nodiscard]] std::vector<Permission> list(sql::Connection& connection, const AppId& app);
/// Notes what the app names now. What is new to the platform waits; what waited and is named no longer goes.
/// True when something new waits.
bool declare(sql::Connection& connection, const AppId& app, const std::vector<std::string>& names, Time now);
/// Whether an administrator has typed in or accepted each of them.
[[nodiscard]] bool are_accepted(sql::Connection& connection, const AppId& app,
                                const std::vector<std::string>& names);
/// Accepts what is there, and what is not yet: an administrator typed it in.
void accept(sql::Connection& connection, const AppId& app, const std::string& name, Time now);
/// False when it is not there.
bool reject(sql::Connection& connection, const AppId& app, const std::string& name);
/// Whether a role of the app has it.
[[nodiscard]] bool is_used(sql::Connection& connection, const AppId& app, const std::string& name);

}  // namespace gatehouse::server::app_permissions
