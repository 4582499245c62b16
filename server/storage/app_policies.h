// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/sql/connection.h"
#include "server/model/app.h"

/// What an app's verifiers are told beside its keys. The row comes with the app; its version rises with every
/// change of it and of the app's roles, by the schema's triggers. As in storage/users.h.
namespace gatehouse::server::app_policies {

/// A secret key of before. Verifiers that still hold it refuse what it signed from a second on.
struct RetiredSecret {
  std::string kid;
  std::int64_t refused_from = 0;
};

struct AppPolicy {
  std::int64_t version = 0;       ///< a position in the log of events
  std::int64_t app_epoch = 0;     ///< tokens decided before this position are dead
  std::int64_t issued_after = 0;  ///< tokens with an earlier `iat` are refused, in seconds; 0: no such rule
  std::vector<std::string> required_claims;
  /// While the app changes its algorithm: the one before, accepted too. Absent otherwise.
  std::optional<AppAlgorithm> former_algorithm;
  Time algorithm_changed_at{};
  std::vector<RetiredSecret> retired_secrets;  ///< the latest ones
};

[[nodiscard]] std::optional<AppPolicy> find(sql::Connection& connection, const AppId& app);
/// Stores rule of time and required claims; false when there is no such app.
bool put_rules(sql::Connection& connection, const AppId& app, const AppPolicy& policy);
/// The app must exist, and the secret be new to the list.
void retire_secret(sql::Connection& connection, const AppId& app, const RetiredSecret& secret);
/// Accepts former algorithms no more where the change was before a time.
void end_changes(sql::Connection& connection, Time changed_before);

}  // namespace gatehouse::server::app_policies
