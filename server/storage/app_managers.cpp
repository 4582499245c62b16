// SPDX-License-Identifier: Apache-2.0
#include "server/storage/app_managers.h"

namespace gatehouse::server::app_managers {

bool insert(sql::Connection& connection, const AppId& app, const UserId& user, Time now) {
  return connection
             .query(
                 "insert into app_managers (app_id, user_id, created_at) values (?, ?, ?) on conflict do "
                 "nothing",
                 app, user, now)
             .affected() == 1;
}

bool remove(sql::Connection& connection, const AppId& app, const UserId& user) {
  return connection.query("delete from app_managers where app_id = ? and user_id = ?", app, user)
             .affected() == 1;
}

Page<UserId> list(sql::Connection& connection, const AppId& app, const PageRequest& page) {
  const auto rows = connection.query(
      "select user_id from app_managers where app_id = ? and user_id > ? order by user_id limit ?", app,
      page.after, page.limit + 1);
  std::vector<UserId> users;
  for (std::size_t i = 0; i < rows.size(); ++i) users.push_back(rows[i].get<UserId>(0));
  return make_page(std::move(users), page.limit, [](const UserId& user) { return user.value(); });
}

std::vector<AppId> list_apps_of(sql::Connection& connection, const UserId& user) {
  const auto rows =
      connection.query("select app_id from app_managers where user_id = ? order by app_id", user);
  std::vector<AppId> apps;
  for (std::size_t i = 0; i < rows.size(); ++i) apps.push_back(rows[i].get<AppId>(0));
  return apps;
}

}  // namespace gatehouse::server::app_managers
