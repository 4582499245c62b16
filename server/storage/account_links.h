// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/sql/connection.h"
#include "server/model/ids.h"

/// Single-use links, found by the hash of their token. As in storage/users.h. What they mean is
/// session/single_use_links.h's to say.
namespace gatehouse::server::account_links {

struct AccountLink {
  std::string purpose;
  std::optional<UserId> user_id;
  std::string email;
  Bytes bound_to;
  std::string detail;
  Time created_at{};
  Time expires_at{};
};

void insert(sql::Connection& connection, const AccountLink& link, ByteView token_hash);
[[nodiscard]] std::optional<AccountLink> find(sql::Connection& connection, ByteView token_hash,
                                              std::string_view purpose);
/// False when it was gone: single use holds also when two uses meet.
[[nodiscard]] bool remove(sql::Connection& connection, ByteView token_hash);
[[nodiscard]] bool has_live(sql::Connection& connection, const UserId& user, std::string_view purpose,
                            Time now);
void remove_of_user(sql::Connection& connection, const UserId& user, std::string_view purpose);
/// Those without an account.
void remove_of_email(sql::Connection& connection, std::string_view email, std::string_view purpose);
std::int64_t remove_expired(sql::Connection& connection, Time now, std::size_t limit);

}  // namespace gatehouse::server::account_links
