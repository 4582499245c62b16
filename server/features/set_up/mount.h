// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/session/password_service.h"
#include "server/session/session_service.h"

namespace gatehouse::server {

/// Makes the first administrator with the one-time token that first start printed.
struct SetUp {
  const Clock& clock;
  RandomSource& random;
  sql::Database& database;
  const SessionService& sessions;
  PasswordService passwords;

  [[nodiscard]] bool is_open() const;
  [[nodiscard]] http::Response operator()(const Call& call, const Body& body) const;
};

void mount_set_up(Routes& routes, const SetUp& set_up);

}  // namespace gatehouse::server
