// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/crypto/sealing_key.h"
#include "core/sql/database.h"
#include "core/token/verified_token.h"
#include "server/issuance/platform_keys.h"
#include "server/model/app.h"

namespace gatehouse::server {

/// An app token that came back to the platform, with the app that it is for.
struct ReadAppToken {
  token::VerifiedToken token;
  App app;
};

/// Verifies the tokens of all apps, each by its own keys and algorithm. Thread-safe.
class AppTokenReader {
 public:
  AppTokenReader(const Clock& clock, const crypto::SealingKey& sealing_key, PlatformKeys& keys,
                 sql::Database& database, std::string issuer);

  /// Absent for everything but a valid token of ours. Says nothing about session, user or membership now.
  [[nodiscard]] std::optional<ReadAppToken> verify(std::string_view text) const;

 private:
  void add_platform_keys(AppAlgorithm algorithm, std::vector<token::VerificationKey>& keys) const;

  const Clock& clock_;
  const crypto::SealingKey& sealing_key_;
  PlatformKeys& keys_;
  sql::Database& database_;
  std::string issuer_;
};

}  // namespace gatehouse::server
