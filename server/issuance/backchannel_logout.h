// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/random.h"
#include "core/crypto/sealing_key.h"
#include "core/net/http_client.h"
#include "core/sql/database.h"
#include "core/token/signing_key.h"
#include "server/issuance/platform_keys.h"
#include "server/storage/logout_notices.h"

namespace gatehouse::server {

/// Tells apps that a session has ended (OpenID Connect Back-Channel Logout 1.0), and goes on trying for a
/// day; the log says so when it begins to. Several may call `deliver_one` side by side: an app gets one
/// notice at a time, so that a slow one holds up nobody but itself. Thread-safe.
class BackchannelLogout {
 public:
  using Send = std::function<Result<net::ClientResponse, net::ClientFailure>(const net::ClientRequest&)>;

  static constexpr std::chrono::hours kTriedFor{24};
  static constexpr std::chrono::seconds kTimeout{5};
  static constexpr std::chrono::minutes kTokenLifetime{2};

  BackchannelLogout(const Clock& clock, RandomSource& random, sql::Database& database,
                    const crypto::SealingKey& sealing_key, PlatformKeys& keys, std::string issuer,
                    Logger& log, Send send);

  /// Tells one app of one session; false when nothing is due.
  bool deliver_one();

 private:
  [[nodiscard]] std::string make_token(const logout_notices::LogoutNotice& notice) const;
  [[nodiscard]] std::shared_ptr<const token::SigningKey> find_key(const AppId& app) const;
  void settle(const logout_notices::LogoutNotice& notice,
              const Result<net::ClientResponse, net::ClientFailure>& answer);

  const Clock& clock_;
  RandomSource& random_;
  sql::Database& database_;
  const crypto::SealingKey& sealing_key_;
  PlatformKeys& keys_;
  std::string issuer_;
  Logger& log_;
  Send send_;
};

}  // namespace gatehouse::server
