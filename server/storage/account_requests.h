// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/sql/connection.h"

/// What anybody may ask for by an address alone, noted to be worked on after the answer. As in
/// storage/users.h.
namespace gatehouse::server::account_requests {

/// Of one purpose for one address within 15 minutes; beyond it nothing is noted.
inline constexpr int kMostForAddress = 3;
/// Not worked on yet.
inline constexpr int kMostWaiting = 10000;

struct AccountRequest {
  std::int64_t id = 0;
  std::string purpose;
  std::string email;   ///< canonical
  std::string detail;  ///< as the purpose needs
  std::string client_address;
  std::string request_id;
  Time created_at{};
};

/// Does the same work whether the address is known or not.
void note(sql::Connection& connection, const AccountRequest& request);
/// Those that wait longest, at most `limit`.
[[nodiscard]] std::vector<AccountRequest> list_waiting(sql::Connection& connection, std::size_t limit);
void mark_done(sql::Connection& connection, std::int64_t id, Time now);
std::int64_t remove_done(sql::Connection& connection, Time before, std::size_t limit);

}  // namespace gatehouse::server::account_requests
