// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/crypto/sealing_key.h"
#include "core/sql/database.h"
#include "server/issuance/admission.h"
#include "server/issuance/platform_keys.h"

namespace gatehouse::server {

/// What an ID token said when we signed it, however long ago.
struct IdTokenHint {
  AppId app_id;
  UserId user_id;
  SessionId session_id;
};

/// Issues ID tokens (OpenID Connect Core, section 2), signed by a platform key, or by the app's secret where
/// the app asks for HS256 (section 10.1). They never carry `appId` or `userId`, so that none passes as an app
/// token. Thread-safe. Not to be called within a transaction.
class IdTokenIssuer {
 public:
  static constexpr std::chrono::seconds kLifetime = std::chrono::hours(1);

  IdTokenIssuer(const Clock& clock, const crypto::SealingKey& sealing_key, PlatformKeys& keys,
                sql::Database& database, std::string issuer);

  /// `admission` must have its session; an empty nonce is left out.
  [[nodiscard]] std::string issue(const Admission& admission, std::string_view scope,
                                  const std::string& nonce, std::string_view access_token) const;

  /// Reads an `id_token_hint`: a token of ours, expired or not. Absent for anything else.
  [[nodiscard]] std::optional<IdTokenHint> verify_hint(std::string_view id_token) const;

 private:
  [[nodiscard]] std::vector<token::VerificationKey> find_keys(const AppId& app) const;

  const Clock& clock_;
  const crypto::SealingKey& sealing_key_;
  PlatformKeys& keys_;
  sql::Database& database_;
  std::string issuer_;
};

}  // namespace gatehouse::server
