// SPDX-License-Identifier: Apache-2.0
#include "server/storage/owners.h"

namespace gatehouse::server::owners {

bool has_other(sql::Connection& connection, const UserId& id) {
  const auto rows = connection.query(
      "select 1 from users where platform_role = 'owner' and id <> ? and disabled_at is null and "
      "password_hash is not null and not exists (select 1 from account_deletions where user_id = users.id) "
      "limit 1",
      id);
  return !rows.empty();
}

}  // namespace gatehouse::server::owners
