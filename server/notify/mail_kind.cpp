// SPDX-License-Identifier: Apache-2.0
#include "server/notify/mail_kind.h"

namespace gatehouse::server {

std::string_view to_text(MailKind kind) {
  switch (kind) {
    case MailKind::reset_password:
      return "reset_password";
    case MailKind::set_password:
      return "set_password";
    case MailKind::password_changed:
      return "password_changed";
    case MailKind::verify_email:
      return "verify_email";
    case MailKind::confirm_new_email:
      return "confirm_new_email";
    case MailKind::email_change_asked:
      return "email_change_asked";
    case MailKind::sign_up:
      return "sign_up";
    case MailKind::sign_up_known:
      return "sign_up_known";
    case MailKind::sign_up_approved:
      return "sign_up_approved";
    case MailKind::new_device:
      return "new_device";
    case MailKind::refresh_token_reused:
      return "refresh_token_reused";
    case MailKind::invitation:
      return "invitation";
    case MailKind::invitation_address:
      return "invitation_address";
    case MailKind::account_locked:
      return "account_locked";
    case MailKind::deletion_asked:
      return "deletion_asked";
    case MailKind::account_deleted:
      return "account_deleted";
    case MailKind::test:
      return "test";
  }
  return "";
}

}  // namespace gatehouse::server
