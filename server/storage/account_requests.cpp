// SPDX-License-Identifier: Apache-2.0
#include "server/storage/account_requests.h"

#include "server/storage/mails.h"

namespace gatehouse::server::account_requests {

void note(sql::Connection& connection, const AccountRequest& request) {
  connection.query(
      "insert into account_requests (purpose, email, detail, client_address, request_id, created_at) "
      "select ?, ?, ?, ?, ?, ? "
      "where (select count(*) from account_requests where email = ? and purpose = ? and created_at > ?) < ? "
      "and (select count(*) from account_requests where done_at is null) < ?",
      request.purpose, request.email, request.detail, request.client_address, request.request_id,
      request.created_at, request.email, request.purpose, Time(request.created_at - mails::kLimitSpan),
      kMostForAddress, kMostWaiting);
}

std::vector<AccountRequest> list_waiting(sql::Connection& connection, std::size_t limit) {
  const auto rows = connection.query(
      "select id, purpose, email, detail, client_address, request_id, created_at from account_requests "
      "where done_at is null order by id limit ?",
      limit);
  std::vector<AccountRequest> requests;
  for (const auto& row : rows) {
    requests.push_back({row.get<std::int64_t>(0), row.get<std::string>(1), row.get<std::string>(2),
                        row.get<std::string>(3), row.get<std::string>(4), row.get<std::string>(5),
                        row.get<Time>(6)});
  }
  return requests;
}

void mark_done(sql::Connection& connection, std::int64_t id, Time now) {
  connection.query("update account_requests set done_at = ? where id = ?", now, id);
}

std::int64_t remove_done(sql::Connection& connection, Time before, std::size_t limit) {
  return connection
      .query(
          "delete from account_requests where id in "
          "(select id from account_requests where done_at < ? limit ?)",
          before, limit)
      .affected();
}

}  // namespace gatehouse::server::account_requests
