// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/crypto/sealing_key.h"
#include "core/net/smtp_client.h"
#include "core/sql/database.h"
#include "server/storage/mails.h"

namespace gatehouse::server {

struct MailSender {
  std::string name;     ///< shown name; empty: the platform's brand
  std::string address;  ///< ASCII
};

/// Takes mails from the queue to the mail server. Each is sent at least once while it is useful, and at most
/// twice when the process is killed or the connection breaks at the wrong moment. Thread-safe: several fibers
/// may deliver at a time.
class MailDelivery {
 public:
  MailDelivery(const Clock& clock, sql::Database& database, const crypto::SealingKey& sealing_key,
               net::SmtpClient& smtp, MailSender sender, Logger& log);

  /// Once at start, before any delivering: takes back what a killed process was sending.
  void recover();
  /// Sends the next mail that is due; false when there was none.
  bool deliver_one();

 private:
  [[nodiscard]] std::string sender_name() const;
  void settle(const mails::Mail& mail, const net::SmtpFailure& failure);

  const Clock& clock_;
  sql::Database& database_;
  const crypto::SealingKey& sealing_key_;
  net::SmtpClient& smtp_;
  MailSender sender_;
  Logger& log_;
};

/// How long a mail waits after so many attempts: 15 s, 1 min, 4 min, ... at most an hour.
[[nodiscard]] std::chrono::seconds mail_pause(int attempts);

}  // namespace gatehouse::server
