// SPDX-License-Identifier: Apache-2.0
#include "server/storage/logout_notices.h"

namespace gatehouse::server::logout_notices {
namespace {

constexpr std::string_view kDue =
    "from logout_notices n join apps on apps.id = n.app_id where n.next_attempt_at <= ? and not exists "
    "(select 1 from logout_notices other where other.app_id = n.app_id and other.claimed_until > ?) ";

}  // namespace

bool has_due(sql::Connection& connection, Time now) {
  static const std::string statement = "select 1 " + std::string(kDue) + "limit 1";
  return !connection.query(statement, now, now).empty();
}

std::optional<LogoutNotice> claim(sql::Connection& connection, Time now, Time until) {
  static const std::string statement =
      "select n.id, n.app_id, n.user_id, n.session_id, n.attempts, n.first_attempt_at, "
      "apps.backchannel_logout_uri " +
      std::string(kDue) + "order by n.next_attempt_at, n.id limit 1";
  const auto rows = connection.query(statement, now, now);
  if (rows.empty()) return std::nullopt;
  const auto row = rows[0];
  const LogoutNotice notice{row.get<std::int64_t>(0), row.get<AppId>(1),
                            row.get<UserId>(2),       row.get<SessionId>(3),
                            row.get<int>(4) + 1,      row.get<std::optional<Time>>(5).value_or(now),
                            row.get<std::string>(6)};
  connection.query(
      "update logout_notices set attempts = ?, first_attempt_at = ?, claimed_until = ?, next_attempt_at = ? "
      "where id = ?",
      notice.attempts, notice.first_attempt_at, until, until, notice.id);
  return notice;
}

void finish(sql::Connection& connection, std::int64_t id) {
  connection.query("delete from logout_notices where id = ?", id);
}

void put_back(sql::Connection& connection, const LogoutNotice& notice, Reach reach, Time next_attempt) {
  connection.query("update logout_notices set claimed_until = 0, next_attempt_at = ? where id = ?",
                   next_attempt, notice.id);
  if (reach == Reach::answered) return;
  connection.query("update logout_notices set next_attempt_at = ? where app_id = ? and next_attempt_at < ?",
                   next_attempt, notice.app_id, next_attempt);
}

}  // namespace gatehouse::server::logout_notices
