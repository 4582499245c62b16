// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/page_brand.h"

#include "server/storage/apps.h"
#include "server/storage/brands.h"

namespace gatehouse::server {

PageBrand find_page_brand(sql::Database& database, Logger& log, std::string_view app_id) {
  try {
    return database.read([&](sql::Connection& connection) -> PageBrand {
      if (app_id.empty()) return {brands::load_effective(connection, std::nullopt), ""};
      const AppId id{std::string(app_id)};
      const auto app = apps::find(connection, id);
      return {brands::load_effective(connection, id), app ? app->name : std::string()};
    });
  } catch (const sql::Error& error) {
    log.error("the brand can't be read", {{"reason", error.what()}});
    return {};
  }
}

}  // namespace gatehouse::server
