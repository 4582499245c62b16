// SPDX-License-Identifier: Apache-2.0
#include "server/storage/session_lists.h"

#include "server/storage/users.h"

namespace gatehouse::server::sessions {

namespace {

constexpr std::string_view kRest = "id < ? and expires_at > ? and last_seen_at > ? order by id desc limit ?";

/// A statement for each filter, so that each has its index.
sql::Rows query_ids(sql::Connection& connection, const SessionFilter& filter, const PageRequest& page) {
  static const std::string of_all = "select id from sessions where " + std::string(kRest);
  static const std::string of_user = "select id from sessions where user_id = ? and " + std::string(kRest);
  static const std::string of_address =
      "select id from sessions where client_address = ? and " + std::string(kRest);
  const std::string before = page.after.empty() ? "~" : page.after;  // ids begin with a letter
  const Time seen_after(filter.now - filter.idle);
  const auto limit = page.limit + 1;
  if (!filter.user.empty())
    return connection.query(of_user, filter.user, before, filter.now, seen_after, limit);
  if (!filter.client_address.empty())
    return connection.query(of_address, filter.client_address, before, filter.now, seen_after, limit);
  return connection.query(of_all, before, filter.now, seen_after, limit);
}

}  // namespace

Page<SessionAndUser> list_page(sql::Connection& connection, const SessionFilter& filter,
                               const PageRequest& page) {
  const auto rows = query_ids(connection, filter, page);
  std::vector<SessionAndUser> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto session = find(connection, rows[i].get<SessionId>(0));
    if (!session) continue;
    auto user = users::find(connection, session->user_id);
    if (user) found.push_back({std::move(*session), std::move(*user)});
  }
  return make_page(std::move(found), page.limit,
                   [](const SessionAndUser& last) { return last.session.id.value(); });
}

std::int64_t remove_all_but(sql::Connection& connection, const SessionId& kept) {
  return connection.query("delete from sessions where id <> ?", kept).affected();
}

}  // namespace gatehouse::server::sessions
