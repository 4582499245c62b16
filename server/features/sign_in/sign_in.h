// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/defence/guarded_passwords.h"
#include "server/notify/new_device_notice.h"
#include "server/session/session_service.h"

namespace gatehouse::server {

struct SignedIn {
  User user;
  NewSession session;
  SecretString device;  ///< the browser's mark, to be set as its cookie
};

/// Checks an e-mail address and password and begins a session. Unknown address, wrong password and disabled
/// user fail alike, in answer and in work done. The error is the answer to give.
struct SignIn {
  const Clock& clock;
  sql::Database& database;
  const SessionService& sessions;
  GuardedPasswords& passwords;
  NewDeviceNotice devices;

  /// `solution` is that of a challenge, where one was asked.
  Result<SignedIn, http::Response> operator()(const Call& call, const std::string& email,
                                              const std::string& password,
                                              const std::optional<std::string>& solution) const;

 private:
  [[nodiscard]] std::optional<SignedIn> begin_session(const Call& call, const User& user,
                                                      const std::string& phc,
                                                      const std::optional<std::string>& better_phc) const;
  void store_session(sql::Connection& connection, const Caller& caller, NewSession& session) const;
  void record_failure(const Call& call, const std::optional<User>& user, const char* reason,
                      PasswordGuess& guess) const;
};

Route sign_in_route(SignIn sign_in);

}  // namespace gatehouse::server
