// SPDX-License-Identifier: Apache-2.0
#include "server/storage/waiting_requests.h"

#include <algorithm>

namespace gatehouse::server::waiting_requests {
namespace {

struct Statements {
  std::string_view of_app, from_address;
};

constexpr Statements kPushed{
    "select count(*), min(expires_at) from pushed_requests where app_id = ? and expires_at > ?",
    "select count(*), min(expires_at) from pushed_requests where client_address = ? and expires_at > ?"};
constexpr Statements kDevice{
    "select count(*), min(expires_at) from device_requests where app_id = ? and expires_at > ?",
    "select count(*), min(expires_at) from device_requests where client_address = ? and expires_at > ?"};

std::optional<Time> free_at(const sql::Rows& rows, std::int64_t most) {
  if (rows[0].get<std::int64_t>(0) < most) return std::nullopt;
  return rows[0].get<Time>(1);
}

}  // namespace

std::optional<Time> find_free_at(sql::Connection& connection, Kind kind, const Asker& asker, Time now) {
  const auto& statements = kind == Kind::pushed ? kPushed : kDevice;
  const auto by_app = free_at(connection.query(statements.of_app, asker.app_id, now), kMostOfApp);
  if (asker.address.empty()) return by_app;
  const auto by_address =
      free_at(connection.query(statements.from_address, asker.address, now), kMostFromAddress);
  return std::max(by_app, by_address);  // an absent one is less than any time
}

}  // namespace gatehouse::server::waiting_requests
