// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/sql/connection.h"
#include "server/model/api_key.h"
#include "server/storage/page.h"

/// Service accounts and the apps they manage. As in storage/users.h.
namespace gatehouse::server::service_accounts {

enum class Put { done, unknown_app, gone };
/// Nothing is stored when an app is unknown.
[[nodiscard]] Put insert(sql::Connection& connection, const ServiceAccount& account);
[[nodiscard]] std::optional<ServiceAccount> find(sql::Connection& connection, const ServiceAccountId& id);
/// In order of their making.
[[nodiscard]] Page<ServiceAccount> list(sql::Connection& connection, const PageRequest& page);
/// As users::update: `gone` also when the version is another.
[[nodiscard]] Put update(sql::Connection& connection, const ServiceAccount& account);
bool remove(sql::Connection& connection, const ServiceAccountId& id);

}  // namespace gatehouse::server::service_accounts
