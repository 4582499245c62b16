// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/result.h"
#include "core/base/secret_string.h"
#include "core/crypto/sealing_key.h"
#include "core/sql/connection.h"
#include "server/model/app.h"
#include "server/model/role.h"
#include "server/model/session.h"
#include "server/model/user.h"

namespace gatehouse::server {

/// A user who may enter an app now, with all that tokens say about it: read in one transaction, signed
/// afterwards, because signing takes longer than a transaction should.
struct Admission {
  App app;
  std::optional<SecretString> secret;  ///< signs the tokens of an HS256 app
  User user;
  Authority authority;
  std::optional<Session> session;  ///< absent for tokens that the operator issues; found by the caller
  std::int64_t position = 0;       ///< in the log of events, when this was read
  /// Signs on for a while after the app chose another, until its verifiers have heard.
  std::optional<AppAlgorithm> former_algorithm = std::nullopt;
  Time algorithm_changed_at{};
};

enum class NotAdmitted { unknown_app, unknown_user, user_disabled, not_a_member };
/// Stable code for the audit log.
[[nodiscard]] std::string_view to_code(NotAdmitted reason);

[[nodiscard]] Result<Admission, NotAdmitted> find_admission(sql::Connection& connection,
                                                            const crypto::SealingKey& sealing_key,
                                                            const AppId& app, const UserId& user);

}  // namespace gatehouse::server
