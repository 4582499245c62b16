// SPDX-License-Identifier: Apache-2.0
#include "core/net/smtp_client.h"
#include "core/sql/sqlite_connection.h"
#include "server/app/platform/checks.h"
#include "server/app/platform/mail_parts.h"
#include "server/config/own_machine.h"

namespace gatehouse::server {
namespace {

using State = Finding::State;
constexpr const char* kSubject = "mail";

std::int64_t count(const Settings& settings, std::string_view condition) {
  try {
    sql::SqliteConnection connection(settings.database.path, sql::SqliteConnection::Mode::reader);
    return connection.query("select count(*) from mails where " + std::string(condition))
        .first()
        .get<std::int64_t>(0);
  } catch (const sql::Error&) {
    return 0;  // said about the database already, or its schema is older
  }
}

Findings check_outbox(const Settings& settings) {
  const auto waiting = count(settings, "state = 'waiting'");
  return {{kSubject, State::ok,
           "no mail server is set: mails stay in the outbox, where administrators can read them (" +
               std::to_string(waiting) + " waiting); set smtp_host to send them"}};
}

}  // namespace

std::optional<Finding> find_mail_in_clear(const MailSettings& mail) {
  if (mail.security != MailSettings::Security::none || is_own_machine(mail.host)) return std::nullopt;
  return Finding{kSubject, State::warning,
                 "mail goes to " + mail.host + " in clear, and with it every link to set a password",
                 "set smtp_security to starttls or tls, unless nobody else is on the way there"};
}

Findings check_mail(const Settings& settings, const Clock& clock) {
  if (!settings.mail.has_server()) return check_outbox(settings);
  const auto server = settings.mail.host + ":" + std::to_string(settings.mail.port);
  Findings findings;
  const auto reached = net::SmtpClient(smtp_options(settings.mail), clock).probe();
  if (reached) {
    findings.push_back({kSubject, State::ok, server + " takes our mail"});
  } else {
    findings.push_back({kSubject, State::problem,
                        server + " does not take our mail: " + reached.error().detail,
                        "check smtp_host, smtp_port, smtp_security, smtp_user and smtp_password"});
  }
  if (auto clear = find_mail_in_clear(settings.mail)) findings.push_back(std::move(*clear));
  if (const auto late = count(settings, "state = 'waiting' and attempts > 2"); late > 0) {
    findings.push_back({kSubject, State::warning, std::to_string(late) + " mails wait after several attempts",
                        "look at gatehouse mail list for the reasons"});
  }
  return findings;
}

}  // namespace gatehouse::server
