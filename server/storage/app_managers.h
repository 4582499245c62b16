// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/sql/connection.h"
#include "server/model/ids.h"
#include "server/storage/page.h"

/// Who manages which app. As in storage/users.h.
namespace gatehouse::server::app_managers {

/// False when the user manages the app already.
bool insert(sql::Connection& connection, const AppId& app, const UserId& user, Time now);
bool remove(sql::Connection& connection, const AppId& app, const UserId& user);
/// By user id.
[[nodiscard]] Page<UserId> list(sql::Connection& connection, const AppId& app, const PageRequest& page);
/// Ids of the apps that the user manages, sorted.
[[nodiscard]] std::vector<AppId> list_apps_of(sql::Connection& connection, const UserId& user);

}  // namespace gatehouse::server::app_managers
