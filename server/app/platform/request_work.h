// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/sql/database.h"
#include "server/features/invitations/mount.h"
#include "server/features/recovery/mount.h"
#include "server/features/sign_up/mount.h"

namespace gatehouse::server {

/// What people asked for without signing in, worked on after they were answered, so that the answer's time
/// tells nothing.
class RequestWork {
 public:
  RequestWork(const Clock& clock, sql::Database& database, Logger& log, const Recovery& recovery,
              const SignUp& sign_up, const Invitations& invitations)
      : clock_(clock),
        database_(database),
        log_(log),
        recovery_(recovery),
        sign_up_(sign_up),
        invitations_(invitations) {}

  /// Works on some of it; false when there was nothing.
  bool work_on_some() const;

 private:
  void work_on(sql::Connection& connection, const account_requests::AccountRequest& request) const;
  void work_alone_on(const account_requests::AccountRequest& request) const;

  const Clock& clock_;
  sql::Database& database_;
  Logger& log_;
  const Recovery& recovery_;
  const SignUp& sign_up_;
  const Invitations& invitations_;
};

}  // namespace gatehouse::server
