// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "server/app/platform/data_folder.h"
#include "server/config/settings.h"
#include "server/notify/mail_delivery.h"
#include "server/notify/mailer.h"

namespace gatehouse::server {

/// Everything by which mail is written and sent. Without a mail server there is nothing to send it with.
struct MailParts {
  MailParts(const Settings& settings, const DataFolder& data, const Clock& clock, RandomSource& random,
            Logger& log);

  Mailer mailer;
  std::unique_ptr<net::SmtpClient> smtp;
  std::unique_ptr<MailDelivery> delivery;
};

/// How many mails are on their way at a time.
inline constexpr std::size_t kMailsAtOnce = 4;

[[nodiscard]] net::SmtpClient::Options smtp_options(const MailSettings& mail);

}  // namespace gatehouse::server
