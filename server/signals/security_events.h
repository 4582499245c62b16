// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "server/issuance/platform_keys.h"
#include "server/model/signal_event.h"
#include "server/signals/policy_bundles.h"

namespace gatehouse::server {

/// A security event token (RFC 8417) for one app.
struct SecurityEvent {
  std::string id;  ///< its `jti`: the same however often it is told
  std::shared_ptr<const std::string> text;
};

/// Writes events as signed SETs, each once for an app however many instances hear of it. Thread-safe.
class SecurityEvents {
 public:
  SecurityEvents(PlatformKeys& keys, PolicyBundles& policies, std::string issuer)
      : keys_(keys), policies_(policies), issuer_(std::move(issuer)) {}

  /// Not to be called within a transaction.
  [[nodiscard]] SecurityEvent sign(const AppId& app, const SignalEvent& event);
  /// The position of a `jti` that `sign` has made for that app; absent for any other.
  [[nodiscard]] static std::optional<std::int64_t> position_of(const AppId& app, std::string_view id);
  void forget();

 private:
  using Key = std::pair<std::int64_t, AppId>;
  /// Its text where it is kept, and how often all was forgotten by then.
  struct Look {
    std::shared_ptr<const std::string> text;
    std::uint64_t times_forgotten = 0;
  };
  [[nodiscard]] Look look(const Key& key);
  [[nodiscard]] std::string make_claims(const AppId& app, const SignalEvent& event, const std::string& id);
  [[nodiscard]] std::string make_subject(const AppId& app, const SignalEvent& event) const;
  [[nodiscard]] std::string make_content(const AppId& app, const SignalEvent& event);

  PlatformKeys& keys_;
  PolicyBundles& policies_;
  const std::string issuer_;
  std::mutex mutex_;
  std::uint64_t times_forgotten_ = 0;
  std::map<Key, std::shared_ptr<const std::string>> kept_;  ///< the oldest go first
};

}  // namespace gatehouse::server
