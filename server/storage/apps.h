// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/secret_string.h"
#include "core/crypto/sealing_key.h"
#include "core/sql/connection.h"
#include "server/model/app.h"
#include "server/storage/page.h"

/// Apps, their redirect URIs and their secret keys. As in storage/users.h.
namespace gatehouse::server::apps {

enum class Inserted { yes, id_taken };
[[nodiscard]] Inserted insert(sql::Connection& connection, const App& app);
[[nodiscard]] std::optional<App> find(sql::Connection& connection, const AppId& id);
[[nodiscard]] Page<App> list(sql::Connection& connection, const PageRequest& page);
/// Only these, which come sorted.
[[nodiscard]] Page<App> list(sql::Connection& connection, const PageRequest& page,
                             const std::vector<AppId>& among);
/// As users::update.
[[nodiscard]] bool update(sql::Connection& connection, const App& app);
/// For what belongs to the app beside its row: who changes that on the ground of an older version is too
/// late.
void raise_version(sql::Connection& connection, const AppId& id);
bool remove(sql::Connection& connection, const AppId& id);

/// Which of an app's secrets: the one that signs, the one to come, and after activation the one to be
/// retired.
enum class SecretSlot { current, next, previous };

/// All secrets of an app that are stored now. A sealed secret that doesn't open means a wrong master key or a
/// tampered database: throws std::runtime_error.
struct Secrets {
  std::optional<SecretString> current, next, previous;
};
[[nodiscard]] Secrets load_secrets(sql::Connection& connection, const crypto::SealingKey& sealing_key,
                                   const AppId& id);
void put_secret(sql::Connection& connection, const crypto::SealingKey& sealing_key, RandomSource& random,
                const AppId& id, SecretSlot slot, const SecretString& secret, Time now);
/// When the slot got its secret; absent when it has none.
[[nodiscard]] std::optional<Time> find_secret_time(sql::Connection& connection, const AppId& id,
                                                   SecretSlot slot);
[[nodiscard]] bool has_secret(sql::Connection& connection, const AppId& id, SecretSlot slot);
bool remove_secret(sql::Connection& connection, const AppId& id, SecretSlot slot);

}  // namespace gatehouse::server::apps
