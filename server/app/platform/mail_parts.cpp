// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/mail_parts.h"

namespace gatehouse::server {
namespace {

net::SmtpSecurity to_smtp(MailSettings::Security security) {
  switch (security) {
    case MailSettings::Security::none:
      return net::SmtpSecurity::none;
    case MailSettings::Security::starttls:
      return net::SmtpSecurity::starttls;
    case MailSettings::Security::tls:
      return net::SmtpSecurity::tls;
  }
  return net::SmtpSecurity::starttls;
}

}  // namespace

net::SmtpClient::Options smtp_options(const MailSettings& mail) {
  return {.host = mail.host,
          .port = mail.port,
          .security = to_smtp(mail.security),
          .user = mail.user,
          .password = mail.password.value_or(SecretString()),
          .ca_file = mail.ca_file,
          .threads = kMailsAtOnce};
}

MailParts::MailParts(const Settings& settings, const DataFolder& data, const Clock& clock,
                     RandomSource& random, Logger& log)
    : mailer(clock, random, *data.sealing_key, settings.public_url.text) {
  if (!settings.mail.has_server()) return;
  smtp = std::make_unique<net::SmtpClient>(smtp_options(settings.mail), clock);
  const auto& mail = settings.mail;
  delivery = std::make_unique<MailDelivery>(clock, *data.database, *data.sealing_key, *smtp,
                                            MailSender{mail.from_name, mail.from_address}, log);
}

}  // namespace gatehouse::server
