// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/crypto/sealing_key.h"
#include "core/sql/connection.h"
#include "server/model/ids.h"
#include "server/notify/compose_mail.h"
#include "server/storage/mails.h"

namespace gatehouse::server {

struct OutgoingMail {
  MailKind kind = MailKind::reset_password;
  std::string to;                     ///< canonical address, see model/email.h
  std::optional<std::string> locale;  ///< of the reader
  std::optional<AppId> app;           ///< whose brand the mail takes; absent: the platform's
  /// All but `brand` and `platform`; links begin with `Mailer::url`.
  MailFacts facts;
  std::chrono::seconds useful_for{};  ///< given up after this, as when its link has ended
  mails::Urgency urgency = mails::Urgency::asked_for;
};

/// Puts mails into the queue, from which they are sent when there is a mail server, and wait for
/// administrators to read them when there is none. Thread-safe.
class Mailer {
 public:
  /// Links and Message-IDs are made from `public_url` alone, never from a request.
  Mailer(const Clock& clock, RandomSource& random, const crypto::SealingKey& sealing_key,
         std::string public_url);

  /// Within the caller's transaction, so that a mail and what it tells about happen together or not at all.
  /// What is over the bounds of storage/mails.h is left out; what is going on goes on all the same.
  mails::Inserted queue(sql::Connection& connection, const OutgoingMail& mail) const;

  /// Whether `queue` would take a mail of that kind, asked for by somebody known.
  [[nodiscard]] bool has_room(sql::Connection& connection, MailKind kind, std::string_view to) const;

  /// An address on the platform; `path_and_query` starts with a slash.
  [[nodiscard]] std::string url(std::string_view path_and_query) const;
  /// The moment as mails write it: `2026-11-23 10:15 UTC`.
  [[nodiscard]] static std::string time_text(Time time);

 private:
  const Clock& clock_;
  RandomSource& random_;
  const crypto::SealingKey& sealing_key_;
  std::string public_url_;
};

}  // namespace gatehouse::server
