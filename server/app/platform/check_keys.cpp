// SPDX-License-Identifier: Apache-2.0
#include <exception>

#include "core/sql/sqlite_connection.h"
#include "server/app/platform/checks.h"
#include "server/app/platform/master_key.h"
#include "server/storage/apps.h"

namespace gatehouse::server {
namespace {

using State = Finding::State;

/// Opens every sealed secret; throws when one doesn't.
std::size_t open_all_secrets(const Settings& settings, const crypto::SealingKey& key) {
  sql::SqliteConnection connection(settings.database.path, sql::SqliteConnection::Mode::reader);
  const auto ids = connection.query("select id from apps");
  for (std::size_t i = 0; i < ids.size(); ++i)
    (void)apps::load_secrets(connection, key, ids[i].get<AppId>(0));
  return ids.size();
}

}  // namespace

Findings check_keys(const Settings& settings) {
  const std::string subject = "keys";
  const auto key = load_master_key(settings);
  if (!key) return {{subject, State::problem, key.error(), "without it the secrets of apps can't be read"}};
  const std::string place =
      settings.master_key ? "the setting master_key" : master_key_path(settings).string();
  try {
    const std::size_t count = open_all_secrets(settings, **key);
    return {{subject, State::ok,
             place + " opens the secrets of " + std::to_string(count) + (count == 1 ? " app" : " apps")}};
  } catch (const std::exception& error) {
    return {{subject, State::problem, error.what(),
             "restore the master key (" + place + ") that belongs to this database"}};
  }
}

}  // namespace gatehouse::server
