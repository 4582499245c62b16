// SPDX-License-Identifier: Apache-2.0
#include <postgresql/libpq-fe.h>

#include "core/sql/postgres_connection.h"
#include "core/sql/remote_database.h"
#include "core/sql/servers.h"

namespace gatehouse::sql {

namespace {

/// libpq's own text about a malformed URL may quote the password.
void require_well_formed(const std::string& url) {
  char* reason = nullptr;
  PQconninfoOption* parsed = PQconninfoParse(url.c_str(), &reason);
  PQconninfoFree(parsed);
  PQfreemem(reason);
  if (parsed == nullptr) throw Error(ErrorKind::statement, "the PostgreSQL URL is malformed");
}

}  // namespace

std::unique_ptr<Database> open_postgres(const PostgresOptions& options) {
  require_well_formed(std::string(options.url.reveal()));
  return std::make_unique<RemoteDatabase>(Dialect::postgres, options.limits, [options] {
    return std::make_unique<PostgresConnection>(std::string(options.url.reveal()), options.limits);
  });
}

}  // namespace gatehouse::sql
