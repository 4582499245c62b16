// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "core/base/clock.h"
#include "core/sql/database.h"
#include "server/issuance/platform_keys.h"
#include "server/model/ids.h"

namespace gatehouse::server {

inline constexpr std::string_view kPolicyType = "gatehouse-policy+jwt";

/// What an app's verifiers hold tokens to beside their keys, signed: accepted algorithms, least issue time,
/// required claims, and what its roles permit. Each version is signed once. Thread-safe.
class PolicyBundles {
 public:
  PolicyBundles(const Clock& clock, PlatformKeys& keys, sql::Database& database, std::string issuer)
      : clock_(clock), keys_(keys), database_(database), issuer_(std::move(issuer)) {}

  struct Bundle {
    std::int64_t version = 0;
    std::string text;
  };
  /// As of now; null when there is no such app. Not to be called within a transaction.
  [[nodiscard]] std::shared_ptr<const Bundle> load(const AppId& app);
  /// Signs anew what is asked for from now on: the key that signed is withdrawn.
  void forget();

 private:
  [[nodiscard]] std::shared_ptr<const Bundle> find_kept(const AppId& app, std::int64_t version);
  [[nodiscard]] std::uint64_t times_forgotten();

  const Clock& clock_;
  PlatformKeys& keys_;
  sql::Database& database_;
  const std::string issuer_;
  std::mutex mutex_;
  std::uint64_t times_forgotten_ = 0;
  std::unordered_map<AppId, std::shared_ptr<const Bundle>> kept_;
};

}  // namespace gatehouse::server
