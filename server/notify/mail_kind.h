// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace gatehouse::server {

/// What a mail is about. Each kind has its texts in texts/*.txt under its name.
enum class MailKind {
  reset_password,
  set_password,  ///< the first one, of an account that others made
  password_changed,
  verify_email,
  confirm_new_email,
  email_change_asked,  ///< to the old address, with a link to stop or undo it
  sign_up,
  sign_up_known,  ///< somebody signs up with an address that has an account
  sign_up_approved,
  new_device,
  refresh_token_reused,  ///< a refresh token came back after its use: somebody may have a copy
  invitation,
  invitation_address,  ///< proves the mailbox of somebody who comes by an open invitation
  account_locked,
  deletion_asked,
  account_deleted,
  test,  ///< to see whether mail arrives
};

inline constexpr std::array kMailKinds{MailKind::reset_password,       MailKind::password_changed,
                                       MailKind::verify_email,         MailKind::confirm_new_email,
                                       MailKind::email_change_asked,   MailKind::sign_up,
                                       MailKind::sign_up_known,        MailKind::new_device,
                                       MailKind::refresh_token_reused, MailKind::invitation,
                                       MailKind::account_locked,       MailKind::deletion_asked,
                                       MailKind::account_deleted,      MailKind::test,
                                       MailKind::invitation_address,   MailKind::sign_up_approved,
                                       MailKind::set_password};

/// `reset_password`, ...
[[nodiscard]] std::string_view to_text(MailKind kind);

}  // namespace gatehouse::server
