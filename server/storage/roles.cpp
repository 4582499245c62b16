// SPDX-License-Identifier: Apache-2.0
#include "server/storage/roles.h"

#include <algorithm>

namespace gatehouse::server::roles {
namespace {

void insert_permissions(sql::Connection& connection, const Role& role) {
  for (const auto& permission : role.permissions) {
    connection.query(
        "insert into role_permissions (app_id, role_name, permission) values (?, ?, ?) on conflict do "
        "nothing",
        role.app_id, role.name, permission);
  }
}

std::vector<std::string> list_permissions(sql::Connection& connection, const AppId& app,
                                          std::string_view name) {
  const auto rows = connection.query(
      "select permission from role_permissions where app_id = ? and role_name = ? order by permission", app,
      name);
  std::vector<std::string> permissions;
  for (std::size_t i = 0; i < rows.size(); ++i) permissions.push_back(rows[i].get<std::string>(0));
  return permissions;
}

}  // namespace

Inserted insert(sql::Connection& connection, const Role& role) {
  const auto rows = connection.query("insert into roles (app_id, name) values (?, ?) on conflict do nothing",
                                     role.app_id, role.name);
  if (rows.affected() != 1) return Inserted::name_taken;
  insert_permissions(connection, role);
  return Inserted::yes;
}

std::optional<Role> find(sql::Connection& connection, const AppId& app, std::string_view name) {
  const auto rows = connection.query("select version from roles where app_id = ? and name = ?", app, name);
  if (rows.empty()) return std::nullopt;
  return Role{app, std::string(name), list_permissions(connection, app, name), rows[0].get<std::int64_t>(0)};
}

std::vector<Role> list(sql::Connection& connection, const AppId& app) {
  const auto rows = connection.query("select name, version from roles where app_id = ? order by name", app);
  std::vector<Role> roles;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto name = rows[i].get<std::string>(0);
    roles.push_back({app, name, list_permissions(connection, app, name), rows[i].get<std::int64_t>(1)});
  }
  return roles;
}

void set_permissions(sql::Connection& connection, const Role& role) {
  connection.query("update roles set version = version + 1 where app_id = ? and name = ?", role.app_id,
                   role.name);
  // Only what changes: apps are told of it.
  for (const auto& permission : list_permissions(connection, role.app_id, role.name)) {
    if (std::ranges::count(role.permissions, permission) > 0) continue;
    connection.query("delete from role_permissions where app_id = ? and role_name = ? and permission = ?",
                     role.app_id, role.name, permission);
  }
  insert_permissions(connection, role);
}

bool remove(sql::Connection& connection, const AppId& app, std::string_view name) {
  return connection.query("delete from roles where app_id = ? and name = ?", app, name).affected() == 1;
}

}  // namespace gatehouse::server::roles
