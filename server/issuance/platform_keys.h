// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/crypto/asymmetric_key.h"
#include "core/crypto/sealing_key.h"
#include "core/sql/database.h"
#include "core/token/key_ring.h"
#include "core/token/signing_key.h"

namespace gatehouse::server {

/// The platform's own keys: they sign ID tokens, and the tokens of apps that chose public keys. Made when
/// first needed, kept in memory, sealed in the database. Thread-safe; the first call of each kind waits for
/// the database.
class PlatformKeys {
 public:
  PlatformKeys(const Clock& clock, RandomSource& random, const crypto::SealingKey& sealing_key,
               sql::Database& database);
  ~PlatformKeys();

  /// The newest key of that kind. Not to be called within a transaction.
  [[nodiscard]] std::shared_ptr<const token::SigningKey> signing_key(crypto::KeyKind kind);

  /// Every key that may have signed something still valid, for verifying.
  [[nodiscard]] std::shared_ptr<const token::KeyRing> key_ring();

  struct PublishedKeys {
    std::string json;  ///< RFC 7517, public members only
    std::string etag;  ///< with its quotes
  };
  [[nodiscard]] std::shared_ptr<const PublishedKeys> published();

 private:
  struct Keys;
  [[nodiscard]] std::shared_ptr<const Keys> load_with(crypto::KeyKind kind);
  [[nodiscard]] std::shared_ptr<const Keys> known();
  void make_and_store(crypto::KeyKind kind);
  [[nodiscard]] std::shared_ptr<const Keys> read_all();

  const Clock& clock_;
  RandomSource& random_;
  const crypto::SealingKey& sealing_key_;
  sql::Database& database_;
  std::mutex mutex_;  // never held while waiting: a fiber would block its whole thread
  std::shared_ptr<const Keys> keys_;
};

}  // namespace gatehouse::server
