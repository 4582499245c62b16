// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/base/bytes.h"
#include "core/sql/connection.h"
#include "server/model/api_key.h"
#include "server/storage/page.h"

/// API keys, found by the hash of their secret. As in storage/users.h.
namespace gatehouse::server::api_keys {

void insert(sql::Connection& connection, const ApiKey& key, ByteView secret_hash);
/// Whatever its age.
[[nodiscard]] std::optional<ApiKey> find_by_secret_hash(sql::Connection& connection, ByteView secret_hash);
[[nodiscard]] std::optional<ApiKey> find(sql::Connection& connection, const ApiKeyId& id);
/// In order of their making; all, those of one user, or those of one service account.
[[nodiscard]] Page<ApiKey> list(sql::Connection& connection, const PageRequest& page);
[[nodiscard]] Page<ApiKey> list(sql::Connection& connection, const PageRequest& page, const UserId& user);
[[nodiscard]] Page<ApiKey> list(sql::Connection& connection, const PageRequest& page,
                                const ServiceAccountId& account);
void touch(sql::Connection& connection, const ApiKeyId& id, Time now);
bool remove(sql::Connection& connection, const ApiKeyId& id);
void remove_all_of(sql::Connection& connection, const UserId& user);

}  // namespace gatehouse::server::api_keys
