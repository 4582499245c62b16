// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
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
#include "server/storage/platform_keys.h"

namespace gatehouse::server {

/// The platform's own keys: some sign ID tokens and security events, others the tokens of apps that chose
/// public keys. One of each kind is made for each purpose at the first start, before any app can ask for its
/// kind. Changed by schedule (key_schedule.h), kept in memory, sealed in the database. Thread-safe; the first
/// call waits for the database.
class PlatformKeys {
 public:
  PlatformKeys(const Clock& clock, RandomSource& random, const crypto::SealingKey& sealing_key,
               sql::Database& database);
  ~PlatformKeys();

  using Purpose = platform_keys::Purpose;
  /// The key of that kind that signs for that purpose now. Not to be called within a transaction.
  [[nodiscard]] std::shared_ptr<const token::SigningKey> signing_key(Purpose purpose, crypto::KeyKind kind);

  /// Every key that is trusted, retired ones too, for reading what we once signed.
  [[nodiscard]] std::shared_ptr<const token::KeyRing> key_ring();

  struct PublishedKeys {
    std::string json;  ///< RFC 7517, public members only
    std::string etag;  ///< with its quotes
  };
  [[nodiscard]] std::shared_ptr<const PublishedKeys> published();

  /// A new key that signs from a time on, not stored yet. Takes milliseconds.
  [[nodiscard]] platform_keys::PlatformKey make(Purpose purpose, crypto::KeyKind kind, Time active_at) const;
  /// Reads the keys again: some were stored or withdrawn.
  void forget();

  /// Publishes the next key of each job that has signed long enough; false when nothing was due. The first
  /// call makes what is missing.
  bool rotate_due();

 private:
  struct Keys;
  [[nodiscard]] std::shared_ptr<const Keys> load();
  [[nodiscard]] std::shared_ptr<const Keys> known();
  [[nodiscard]] bool make_missing(const Keys& known);
  void publish(const platform_keys::PlatformKey& next);
  [[nodiscard]] std::shared_ptr<const Keys> read_and_keep();
  [[nodiscard]] std::shared_ptr<const Keys> read_all();

  const Clock& clock_;
  RandomSource& random_;
  const crypto::SealingKey& sealing_key_;
  sql::Database& database_;
  std::mutex mutex_;  // never held while waiting: a fiber would block its whole thread
  std::shared_ptr<const Keys> keys_;
  std::uint64_t times_forgotten_ = 0;
};

}  // namespace gatehouse::server
