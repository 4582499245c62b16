// SPDX-License-Identifier: Apache-2.0
#include "server/storage/members.h"

#include <algorithm>

#include "server/storage/roles.h"
#include "server/storage/user_index.h"

namespace gatehouse::server::members {
namespace {

std::vector<std::string> list_texts(const sql::Rows& rows) {
  std::vector<std::string> texts;
  texts.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) texts.push_back(rows[i].get<std::string>(0));
  return texts;
}

std::vector<std::string> list_roles(sql::Connection& connection, const AppId& app, const UserId& user) {
  return list_texts(connection.query(
      "select role_name from member_roles where app_id = ? and user_id = ? order by role_name", app, user));
}

std::optional<std::int64_t> find_version(sql::Connection& connection, const AppId& app, const UserId& user) {
  const auto rows =
      connection.query("select version from members where app_id = ? and user_id = ?", app, user);
  return rows.empty() ? std::nullopt : std::optional(rows[0].get<std::int64_t>(0));
}

}  // namespace

Put put(sql::Connection& connection, const Member& member, Time now) {
  for (const auto& name : member.roles) {
    if (!roles::find(connection, member.app_id, name)) return Put::unknown_role;
  }
  const bool is_new = !find_version(connection, member.app_id, member.user_id);
  connection.query(
      "insert into members (app_id, user_id, created_at) values (?, ?, ?) "
      "on conflict (app_id, user_id) do update set version = members.version + 1",
      member.app_id, member.user_id, now);
  if (is_new) user_index::add_member(connection, member.app_id, member.user_id);
  // Only what changes: apps are told of it.
  for (const auto& name : list_roles(connection, member.app_id, member.user_id)) {
    if (std::ranges::count(member.roles, name) > 0) continue;
    connection.query("delete from member_roles where app_id = ? and user_id = ? and role_name = ?",
                     member.app_id, member.user_id, name);
  }
  for (const auto& name : member.roles) {
    connection.query(
        "insert into member_roles (app_id, user_id, role_name) values (?, ?, ?) on conflict do nothing",
        member.app_id, member.user_id, name);
  }
  return Put::done;
}

std::optional<Member> find(sql::Connection& connection, const AppId& app, const UserId& user) {
  const auto version = find_version(connection, app, user);
  if (!version) return std::nullopt;
  return Member{app, user, list_roles(connection, app, user), *version};
}

Page<Member> list(sql::Connection& connection, const AppId& app, const PageRequest& page) {
  const auto rows = connection.query(
      "select user_id, version from members where app_id = ? and user_id > ? order by user_id limit ?", app,
      page.after, page.limit + 1);
  std::vector<Member> members;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto user = rows[i].get<UserId>(0);
    members.push_back({app, user, list_roles(connection, app, user), rows[i].get<std::int64_t>(1)});
  }
  return make_page(std::move(members), page.limit,
                   [](const Member& member) { return member.user_id.value(); });
}

bool remove(sql::Connection& connection, const AppId& app, const UserId& user) {
  const bool was_member =
      connection.query("delete from members where app_id = ? and user_id = ?", app, user).affected() == 1;
  connection.query("delete from grants where app_id = ? and user_id = ?", app, user);
  if (was_member) user_index::remove_member(connection, app, user);
  return was_member;
}

std::optional<Authority> find_authority(sql::Connection& connection, const AppId& app, const UserId& user) {
  if (!find_version(connection, app, user)) return std::nullopt;
  auto permissions =
      list_texts(connection.query("select distinct permission from member_roles m join role_permissions p "
                                  "on p.app_id = m.app_id and p.role_name = m.role_name where m.app_id = ? "
                                  "and m.user_id = ? order by permission",
                                  app, user));
  return Authority{list_roles(connection, app, user), std::move(permissions)};
}

std::vector<AppId> list_apps_of(sql::Connection& connection, const UserId& user) {
  const auto rows = connection.query("select app_id from members where user_id = ? order by app_id", user);
  std::vector<AppId> ids;
  for (std::size_t i = 0; i < rows.size(); ++i) ids.push_back(rows[i].get<AppId>(0));
  return ids;
}

}  // namespace gatehouse::server::members
