// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/crypto/hmac.h"
#include "core/http/request.h"
#include "core/http/response.h"
#include "core/sql/database.h"
#include "server/defence/event_count.h"
#include "server/defence/guess_limits.h"
#include "server/defence/stranger_check.h"
#include "server/model/user.h"
#include "server/notify/mailer.h"
#include "server/notify/new_device_notice.h"
#include "server/session/password_service.h"

namespace gatehouse::server {

/// A password that was looked at, and counts as a wrong one unless it is accepted.
class PasswordGuess {
 public:
  PasswordGuess(GuessLimits& limits, GuessLanes lanes) : limits_(&limits), lanes_(lanes) {}
  PasswordGuess(PasswordGuess&& other) noexcept;
  PasswordGuess& operator=(PasswordGuess&&) = delete;
  ~PasswordGuess();

  [[nodiscard]] bool fits() const { return fits_; }

 private:
  friend class GuardedPasswords;
  /// What a wrong one leaves behind, to be stored.
  struct Wrong {
    LaneKey account{};
    GuessLimits::Counted counted;
  };

  GuessLimits* limits_;  ///< null once settled
  GuessLanes lanes_;
  GuessAlarm::Work work_ = GuessAlarm::Work::none;
  bool fits_ = false;
  std::optional<Wrong> wrong_;
};

/// The one door to every check of a password: signing in and being asked once more share their counts
/// (server/defence/guess_limits.h). An address without an account is counted like one with. Thread-safe.
class GuardedPasswords {
 public:
  /// `key` counts who guesses, `challenge_key` signs what strangers are asked.
  GuardedPasswords(const Clock& clock, RandomSource& random, sql::Database& database,
                   PasswordService passwords, const crypto::HmacSha256Key& key,
                   const crypto::HmacSha256Key& challenge_key, const Mailer& mailer, NewDeviceNotice devices);

  /// A password for the account of `email`, as typed. An absent hash costs the same work and doesn't fit.
  struct Attempt {
    const http::Request& request;
    const std::string& email;
    const SecretString& password;
    const std::optional<std::string>& phc;
  };
  /// Looks at the password of somebody who is signed in. The error is the answer to give: 429
  /// `too_many_attempts`, 503 `overloaded`.
  [[nodiscard]] Result<PasswordGuess, http::Response> check(const Attempt& attempt);
  /// Looks at one to sign in with. Who comes from no known browser may have to bring the solution of a
  /// challenge: 403 `challenge_required`, too, before anything is hashed.
  [[nodiscard]] Result<PasswordGuess, http::Response> check_sign_in(
      const Attempt& attempt, const std::optional<std::string>& solution);
  /// The guess let its maker in.
  void accept(PasswordGuess& guess);
  /// It didn't. Then `note_wrong` belongs into the transaction that tells the audit log.
  void reject(PasswordGuess& guess);
  /// Stores the account's count and, at most once a day, tells its owner that strangers have used it up.
  void note_wrong(sql::Connection& connection, const PasswordGuess& guess, const std::optional<User>& user);

  [[nodiscard]] Result<std::string, net::PoolFull> hash(const SecretString& password) const {
    return passwords_.hash(password);
  }
  [[nodiscard]] bool needs_rehash(const std::string& phc) const { return passwords_.needs_rehash(phc); }

  [[nodiscard]] EventCount& refused() { return refused_; }
  [[nodiscard]] StrangerCheck& challenges() { return strangers_; }
  [[nodiscard]] const StrangerCheck& challenges() const { return strangers_; }
  [[nodiscard]] std::uint64_t refused_total() const { return refused_.total(); }
  [[nodiscard]] std::size_t table_bytes() const { return limits_.bytes(); }

 private:
  [[nodiscard]] LaneKey key_of(std::string_view kind, std::string_view who) const;
  [[nodiscard]] GuessLanes lanes_of(const http::Request& request, const std::string& email) const;
  void add_origin(GuessLanes& lanes, const std::string& client_address) const;
  [[nodiscard]] std::optional<http::Response> admit(const http::Request& request, const GuessLanes& lanes);
  [[nodiscard]] Result<PasswordGuess, http::Response> look_at(const Attempt& attempt, PasswordGuess guess);
  void tell_owner(sql::Connection& connection, const User& user) const;

  const Clock& clock_;
  sql::Database& database_;
  PasswordService passwords_;
  const crypto::HmacSha256Key& key_;
  const Mailer& mailer_;
  NewDeviceNotice devices_;
  GuessLimits limits_;
  EventCount refused_;
  StrangerCheck strangers_;
};

}  // namespace gatehouse::server
