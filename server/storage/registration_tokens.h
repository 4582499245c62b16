// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/sql/connection.h"

/// Tokens with which apps may register themselves. As in storage/users.h.
namespace gatehouse::server::registration_tokens {

struct RegistrationToken {
  std::string id;
  std::string name;  ///< what it is for, as administrators call it
  Time created_at{};
  Time expires_at{};
};

void insert(sql::Connection& connection, const RegistrationToken& token, ByteView token_hash);
/// Absent when unknown or expired.
[[nodiscard]] std::optional<RegistrationToken> find(sql::Connection& connection, ByteView token_hash,
                                                    Time now);
[[nodiscard]] std::vector<RegistrationToken> list(sql::Connection& connection);
bool remove(sql::Connection& connection, const std::string& id);

}  // namespace gatehouse::server::registration_tokens
