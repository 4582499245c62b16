// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "core/base/clock.h"
#include "core/sql/database.h"
#include "server/issuance/platform_keys.h"
#include "server/signals/policy_bundles.h"

namespace gatehouse::server {

inline constexpr std::string_view kStateType = "gatehouse-state+jwt";

/// All that an app's verifiers must know at one position, signed: for an instance that starts. Thread-safe.
class AppState {
 public:
  AppState(const Clock& clock, PlatformKeys& keys, PolicyBundles& policies, sql::Database& database,
           std::string issuer)
      : clock_(clock), keys_(keys), policies_(policies), database_(database), issuer_(std::move(issuer)) {}

  /// Empty when there is no such app. Not to be called within a transaction.
  [[nodiscard]] std::string sign(const AppId& app) const;

 private:
  const Clock& clock_;
  PlatformKeys& keys_;
  PolicyBundles& policies_;
  sql::Database& database_;
  const std::string issuer_;
};

}  // namespace gatehouse::server
