// SPDX-License-Identifier: Apache-2.0
#include "server/storage/app_permissions.h"

#include <algorithm>

namespace gatehouse::server::app_permissions {
namespace {

State parse_state(std::string_view text) {
  for (const auto state : {State::waiting, State::accepted}) {
    if (to_text(state) == text) return state;
  }
  return State::rejected;
}

}  // namespace

std::string_view to_text(State state) {
  switch (state) {
    case State::waiting:
      return "waiting";
    case State::accepted:
      return "accepted";
    case State::rejected:
      return "rejected";
  }
  return "";
}

std::vector<Permission> list(sql::Connection& connection, const AppId& app) {
  const auto rows = connection.query(
      "select name, state, is_declared, created_at from app_permissions where app_id = ? order by name", app);
  std::vector<Permission> permissions;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    permissions.push_back({rows[i].get<std::string>(0), parse_state(rows[i].get<std::string>(1)),
                           rows[i].get<bool>(2), rows[i].get<Time>(3)});
  }
  return permissions;
}

bool declare(sql::Connection& connection, const AppId& app, const std::vector<std::string>& names, Time now) {
  connection.query("update app_permissions set is_declared = ? where app_id = ?", false, app);
  bool has_new = false;
  for (const auto& name : names) {
    const auto known = connection.query(
        "update app_permissions set is_declared = ? where app_id = ? and name = ?", true, app, name);
    if (known.affected() > 0) continue;
    connection.query(
        "insert into app_permissions (app_id, name, state, is_declared, created_at) values (?, ?, 'waiting', "
        "?, ?)",
        app, name, true, now);
    has_new = true;
  }
  connection.query("delete from app_permissions where app_id = ? and state = 'waiting' and is_declared = ?",
                   app, false);
  return has_new;
}

bool are_accepted(sql::Connection& connection, const AppId& app, const std::vector<std::string>& names) {
  return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
    return !connection
                .query("select 1 from app_permissions where app_id = ? and name = ? and state = 'accepted'",
                       app, name)
                .empty();
  });
}

void accept(sql::Connection& connection, const AppId& app, const std::string& name, Time now) {
  connection.query(
      "insert into app_permissions (app_id, name, state, is_declared, created_at) values (?, ?, 'accepted', "
      "?, ?) on conflict (app_id, name) do update set state = 'accepted'",
      app, name, false, now);
}

bool reject(sql::Connection& connection, const AppId& app, const std::string& name) {
  // One that the app does not name any more need not be remembered as refused.
  const auto removed = connection.query(
      "delete from app_permissions where app_id = ? and name = ? and is_declared = ?", app, name, false);
  if (removed.affected() > 0) return true;
  return connection
             .query("update app_permissions set state = 'rejected' where app_id = ? and name = ?", app, name)
             .affected() > 0;
}

bool is_used(sql::Connection& connection, const AppId& app, const std::string& name) {
  return !connection
              .query("select 1 from role_permissions where app_id = ? and permission = ? limit 1", app, name)
              .empty();
}

}  // namespace gatehouse::server::app_permissions
