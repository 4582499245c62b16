// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/crypto/sealing_key.h"
#include "core/sql/database.h"
#include "server/access/route.h"

namespace gatehouse::server {

/// The mails of the platform, for those who manage people. Without a mail server the outbox is the only way
/// to read what they say, links included; with one it shows what became of them and nothing else.
struct MailOutbox {
  enum class Shows { everything, metadata };
  sql::Database& database;
  const crypto::SealingKey& sealing_key;
  Shows shows;
};

void mount_mail_outbox(Routes& routes, const MailOutbox& outbox);

}  // namespace gatehouse::server
