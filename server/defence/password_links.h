// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/notify/mailer.h"
#include "server/session/single_use_links.h"

namespace gatehouse::server {

/// Mails links by which people set their password, to the address of the account and to nobody else. All
/// functions run in the caller's transaction.
class PasswordLinks {
 public:
  PasswordLinks(SingleUseLinks links, const Mailer& mailer) : links_(links), mailer_(mailer) {}

  /// What suits the user: `reset_password`, or `set_password` for who has none yet.
  [[nodiscard]] static LinkPurpose purpose_for(sql::Connection& connection, const User& user);
  /// Whether `mail` would mail a first password's link now.
  [[nodiscard]] bool has_room(sql::Connection& connection, const User& user) const;
  /// False when the mailbox got several such mails just now: nothing is mailed, and older links stay good.
  [[nodiscard]] bool mail(sql::Connection& connection, const User& user, LinkPurpose purpose) const;

 private:
  SingleUseLinks links_;
  const Mailer& mailer_;
};

}  // namespace gatehouse::server
