// SPDX-License-Identifier: Apache-2.0
#include "core/sql/mysql_connection.h"
#include "core/sql/remote_database.h"
#include "core/sql/servers.h"

namespace gatehouse::sql {

std::unique_ptr<Database> open_mysql(const MysqlOptions& options) {
  return std::make_unique<RemoteDatabase>(Dialect::mysql, options.limits,
                                          [options] { return std::make_unique<MysqlConnection>(options); });
}

}  // namespace gatehouse::sql
