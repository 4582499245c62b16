// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/secret_string.h"
#include "core/crypto/sha256.h"
#include "core/http/request.h"
#include "core/sql/database.h"
#include "server/access/caller.h"

namespace gatehouse::server {

/// As what the secret of an API key is stored and found.
[[nodiscard]] crypto::Sha256Digest hash_api_key(const SecretString& secret);

/// Finds out which script calls, by `Authorization: Bearer gh_...`. Thread-safe.
class ApiKeyAuthentication {
 public:
  ApiKeyAuthentication(const Clock& clock, sql::Database& database) : clock_(clock), database_(database) {}

  /// Anonymous for every other header, and for a key that is unknown, has ended, or belongs to somebody who
  /// is disabled.
  [[nodiscard]] Caller operator()(const http::Request& request) const;

 private:
  void note_use(const ApiKey& key, Time now) const;

  const Clock& clock_;
  sql::Database& database_;
};

}  // namespace gatehouse::server
