// SPDX-License-Identifier: Apache-2.0
#include "server/storage/service_accounts.h"

#include <algorithm>

#include "server/storage/apps.h"

namespace gatehouse::server::service_accounts {
namespace {

constexpr std::string_view kSelect =
    "select id, name, platform_role, disabled_at, created_at, updated_at, version from service_accounts ";

ServiceAccount to_account(sql::Connection& connection, const sql::Rows::Row& row) {
  ServiceAccount account;
  account.id = row.get<ServiceAccountId>(0);
  account.name = row.get<std::string>(1);
  if (const auto role = row.get<std::optional<std::string>>(2))
    account.platform_role = parse_platform_role(*role);
  account.disabled_at = row.get<std::optional<Time>>(3);
  account.created_at = row.get<Time>(4);
  account.updated_at = row.get<Time>(5);
  account.version = row.get<std::int64_t>(6);
  const auto apps = connection.query(
      "select app_id from service_account_apps where account_id = ? order by app_id", account.id);
  for (std::size_t i = 0; i < apps.size(); ++i) account.managed_apps.push_back(apps[i].get<AppId>(0));
  return account;
}

std::optional<std::string> role_text(const ServiceAccount& account) {
  if (!account.platform_role) return std::nullopt;
  return std::string(to_text(*account.platform_role));
}

bool has_apps(sql::Connection& connection, const ServiceAccount& account) {
  return std::all_of(account.managed_apps.begin(), account.managed_apps.end(),
                     [&](const AppId& app) { return apps::find(connection, app).has_value(); });
}

void insert_apps(sql::Connection& connection, const ServiceAccount& account) {
  for (const auto& app : account.managed_apps) {
    connection.query(
        "insert into service_account_apps (account_id, app_id) values (?, ?) on conflict do nothing",
        account.id, app);
  }
}

}  // namespace

Put insert(sql::Connection& connection, const ServiceAccount& account) {
  if (!has_apps(connection, account)) return Put::unknown_app;
  connection.query(
      "insert into service_accounts (id, name, platform_role, disabled_at, created_at, updated_at, version) "
      "values (?, ?, ?, ?, ?, ?, ?)",
      account.id, account.name, role_text(account), account.disabled_at, account.created_at,
      account.updated_at, account.version);
  insert_apps(connection, account);
  return Put::done;
}

std::optional<ServiceAccount> find(sql::Connection& connection, const ServiceAccountId& id) {
  static const std::string statement = std::string(kSelect) + "where id = ?";
  const auto rows = connection.query(statement, id);
  if (rows.empty()) return std::nullopt;
  return to_account(connection, rows[0]);
}

Page<ServiceAccount> list(sql::Connection& connection, const PageRequest& page) {
  static const std::string statement = std::string(kSelect) + "where id > ? order by id limit ?";
  const auto rows = connection.query(statement, page.after, page.limit + 1);
  std::vector<ServiceAccount> accounts;
  for (std::size_t i = 0; i < rows.size(); ++i) accounts.push_back(to_account(connection, rows[i]));
  return make_page(std::move(accounts), page.limit,
                   [](const ServiceAccount& account) { return account.id.value(); });
}

Put update(sql::Connection& connection, const ServiceAccount& account) {
  if (!has_apps(connection, account)) return Put::unknown_app;
  const auto rows = connection.query(
      "update service_accounts set name = ?, platform_role = ?, disabled_at = ?, updated_at = ?, version = "
      "version + 1 where id = ? and version = ?",
      account.name, role_text(account), account.disabled_at, account.updated_at, account.id, account.version);
  if (rows.affected() != 1) return Put::gone;
  connection.query("delete from service_account_apps where account_id = ?", account.id);
  insert_apps(connection, account);
  return Put::done;
}

bool remove(sql::Connection& connection, const ServiceAccountId& id) {
  return connection.query("delete from service_accounts where id = ?", id).affected() == 1;
}

}  // namespace gatehouse::server::service_accounts
