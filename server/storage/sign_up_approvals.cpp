// SPDX-License-Identifier: Apache-2.0
#include "server/storage/sign_up_approvals.h"

#include "server/storage/users.h"

namespace gatehouse::server::sign_up_approvals {

void insert(sql::Connection& connection, const UserId& user, Time now) {
  connection.query("insert into sign_up_approvals (user_id, asked_at) values (?, ?) on conflict do nothing",
                   user, now);
}

bool exists(sql::Connection& connection, const UserId& user) {
  return !connection.query("select 1 from sign_up_approvals where user_id = ?", user).empty();
}

Page<User> list(sql::Connection& connection, const PageRequest& page) {
  // User ids sort by the time of their making.
  const auto rows =
      connection.query("select user_id from sign_up_approvals where user_id > ? order by user_id limit ?",
                       page.after, page.limit + 1);
  std::vector<User> waiting;
  for (const auto& row : rows) {
    if (auto user = users::find(connection, row.get<UserId>(0))) waiting.push_back(std::move(*user));
  }
  return make_page(std::move(waiting), page.limit, [](const User& user) { return user.id.value(); });
}

void remove(sql::Connection& connection, const UserId& user) {
  connection.query("delete from sign_up_approvals where user_id = ?", user);
}

}  // namespace gatehouse::server::sign_up_approvals
