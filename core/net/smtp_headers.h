// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/net/smtp_client.h"

namespace gatehouse::net {

/// An address that can stand in an SMTP command as it is: printable ASCII with one @ and nothing that quotes
/// or routes.
[[nodiscard]] bool is_plain_mailbox(std::string_view address);

/// True when no field of the mail could end a header line or a command early.
[[nodiscard]] bool is_sendable(const SmtpMail& mail);

/// The header lines of the mail but those that say how its body is written (RFC 5322, section 3.6).
[[nodiscard]] std::vector<std::string> header_lines(const SmtpMail& mail);

}  // namespace gatehouse::net
