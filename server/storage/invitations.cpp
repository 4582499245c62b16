// SPDX-License-Identifier: Apache-2.0
#include "server/storage/invitations.h"

#include "server/storage/roles.h"

namespace gatehouse::server::invitations {
namespace {

constexpr std::string_view kSelect =
    "select id, app_id, email, invited_by, lifetime, max_uses, uses, created_at, sent_at, expires_at, "
    "seen_at, accepted_at, revoked_at from invitations ";

std::string select(std::string_view rest) {
  return std::string(kSelect).append(rest);
}

Invitation to_invitation(const sql::Rows::Row& row) {
  return {.id = row.get<InvitationId>(0),
          .app_id = row.get<AppId>(1),
          .email = row.get<std::optional<std::string>>(2),
          .roles = {},
          .invited_by = row.get<std::optional<InviterId>>(3),
          .lifetime = std::chrono::seconds(row.get<std::int64_t>(4)),
          .max_uses = row.get<int>(5),
          .uses = row.get<int>(6),
          .created_at = row.get<Time>(7),
          .sent_at = row.get<Time>(8),
          .expires_at = row.get<Time>(9),
          .seen_at = row.get<std::optional<Time>>(10),
          .accepted_at = row.get<std::optional<Time>>(11),
          .revoked_at = row.get<std::optional<Time>>(12)};
}

void read_roles(sql::Connection& connection, Invitation& invitation) {
  const auto rows = connection.query(
      "select role_name from invitation_roles where invitation_id = ? order by role_name", invitation.id);
  for (const auto& row : rows) invitation.roles.push_back(row.get<std::string>(0));
}

std::optional<Invitation> first_invitation(sql::Connection& connection, const sql::Rows& rows) {
  if (rows.empty()) return std::nullopt;
  auto invitation = to_invitation(rows[0]);
  read_roles(connection, invitation);
  return invitation;
}

/// `Invitation::state` as a condition; its only parameter, where it has one, is the time.
std::string condition_of(InvitationState state) {
  const std::string waits = "uses < max_uses and revoked_at is null and ";
  switch (state) {
    case InvitationState::sent:
      return waits + "seen_at is null and expires_at > ? ";
    case InvitationState::seen:
      return waits + "seen_at is not null and expires_at > ? ";
    case InvitationState::accepted:
      return "uses >= max_uses ";
    case InvitationState::expired:
      return waits + "expires_at <= ? ";
    case InvitationState::revoked:
      return "uses < max_uses and revoked_at is not null ";
  }
  return "";
}

}  // namespace

Inserted insert(sql::Connection& connection, const Invitation& invitation, ByteView token_hash) {
  for (const auto& name : invitation.roles) {
    if (!roles::find(connection, invitation.app_id, name)) return Inserted::unknown_role;
  }
  connection.query(
      "insert into invitations (id, app_id, email, token_hash, invited_by, lifetime, max_uses, uses, "
      "created_at, sent_at, expires_at) values (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)",
      invitation.id, invitation.app_id, invitation.email, token_hash, invitation.invited_by,
      invitation.lifetime.count(), invitation.max_uses, invitation.created_at, invitation.sent_at,
      invitation.expires_at);
  for (const auto& name : invitation.roles) {
    connection.query("insert into invitation_roles (invitation_id, app_id, role_name) values (?, ?, ?)",
                     invitation.id, invitation.app_id, name);
  }
  return Inserted::yes;
}

std::optional<Invitation> find(sql::Connection& connection, const InvitationId& id) {
  static const std::string statement = select("where id = ?");
  return first_invitation(connection, connection.query(statement, id));
}

std::optional<Invitation> find_by_token_hash(sql::Connection& connection, ByteView token_hash) {
  static const std::string statement = select("where token_hash = ?");
  return first_invitation(connection, connection.query(statement, token_hash));
}

Page<Invitation> list(sql::Connection& connection, const Filter& filter, const PageRequest& page) {
  std::string condition = "where id < ? ";
  // Ids are below `~`, so that the first page begins with the newest.
  std::vector<sql::Value> values = {page.after.empty() ? "~" : page.after};
  if (filter.app) {
    condition += "and app_id = ? ";
    values.push_back(sql::to_value(*filter.app));
  }
  if (filter.state) {
    const auto state = condition_of(*filter.state);
    condition += "and " + state;
    if (state.find('?') != state.npos) values.push_back(sql::to_value(filter.now));
  }
  values.push_back(sql::to_value(page.limit + 1));
  const auto rows = connection.run(select(condition + "order by id desc limit ?"), values);
  std::vector<Invitation> found;
  for (const auto& row : rows) found.push_back(to_invitation(row));
  for (auto& invitation : found) read_roles(connection, invitation);
  return make_page(std::move(found), page.limit,
                   [](const Invitation& invitation) { return invitation.id.value(); });
}

void renew(sql::Connection& connection, const Invitation& invitation, ByteView token_hash) {
  connection.query(
      "update invitations set token_hash = ?, invited_by = ?, sent_at = ?, expires_at = ?, seen_at = null "
      "where id = ?",
      token_hash, invitation.invited_by, invitation.sent_at, invitation.expires_at, invitation.id);
}

void set_seen(sql::Connection& connection, const InvitationId& id, Time now) {
  connection.query("update invitations set seen_at = ? where id = ? and seen_at is null", now, id);
}

void revoke(sql::Connection& connection, const InvitationId& id, Time now) {
  connection.query("update invitations set revoked_at = ? where id = ? and revoked_at is null", now, id);
}

bool use(sql::Connection& connection, const InvitationId& id, Time now) {
  return connection
             .query(
                 "update invitations set uses = uses + 1, accepted_at = ? "
                 "where id = ? and uses < max_uses and revoked_at is null and expires_at > ?",
                 now, id, now)
             .affected() == 1;
}

std::int64_t remove_ended(sql::Connection& connection, Time before, std::size_t limit) {
  return connection
      .query("delete from invitations where id in (select id from invitations where expires_at <= ? limit ?)",
             before, limit)
      .affected();
}

}  // namespace gatehouse::server::invitations
