// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "server/model/rights.h"

namespace gatehouse::server {

using ApiKeyId = Id<struct ApiKeyIdTag>;
using ServiceAccountId = Id<struct ServiceAccountIdTag>;

inline constexpr std::string_view kApiKeyIdPrefix = "key_";
inline constexpr std::string_view kServiceAccountIdPrefix = "svc_";
/// What the secret of every API key begins with, so that scanners of leaked secrets know one.
inline constexpr std::string_view kApiKeySecretPrefix = "gh_";

/// A credential of scripts. Its secret is not part of it; the hash alone is stored.
struct ApiKey {
  ApiKeyId id;
  std::string name;
  /// Whose it is: exactly one of the two is set.
  UserId user_id;
  ServiceAccountId account_id;
  KeyScope scope;
  std::string hint;  ///< how the secret begins, to tell keys apart
  Time created_at{};
  Time expires_at{};
  std::optional<Time> last_used_at;
};

/// Somebody who is a program: it has a role and apps like a user, no password, and nothing to sign in with
/// but API keys.
struct ServiceAccount {
  ServiceAccountId id;
  std::string name;
  std::optional<PlatformRole> platform_role;  ///< never the owner
  std::vector<AppId> managed_apps;            ///< sorted
  std::optional<Time> disabled_at;
  Time created_at{};
  Time updated_at{};
  std::int64_t version = 1;

  [[nodiscard]] bool is_disabled() const { return disabled_at.has_value(); }
};

}  // namespace gatehouse::server
