// SPDX-License-Identifier: Apache-2.0
#include "server/storage/account_deletions.h"

namespace gatehouse::server::account_deletions {

bool insert(sql::Connection& connection, const UserId& user, Time asked_at, Time due_at) {
  return connection
             .query(
                 "insert into account_deletions (user_id, asked_at, due_at) values (?, ?, ?) on conflict do "
                 "nothing",
                 user, asked_at, due_at)
             .affected() == 1;
}

std::optional<Time> find_due(sql::Connection& connection, const UserId& user) {
  const auto rows = connection.query("select due_at from account_deletions where user_id = ?", user);
  if (rows.empty()) return std::nullopt;
  return rows[0].get<Time>(0);
}

bool remove(sql::Connection& connection, const UserId& user) {
  return connection.query("delete from account_deletions where user_id = ?", user).affected() == 1;
}

std::vector<UserId> list_due(sql::Connection& connection, Time now, std::size_t limit) {
  const auto rows = connection.query(
      "select user_id from account_deletions where due_at <= ? order by due_at limit ?", now, limit);
  std::vector<UserId> users;
  for (std::size_t i = 0; i < rows.size(); ++i) users.push_back(rows[i].get<UserId>(0));
  return users;
}

}  // namespace gatehouse::server::account_deletions
