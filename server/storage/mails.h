// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/crypto/sealing_key.h"
#include "core/sql/connection.h"
#include "server/storage/page.h"

/// Mails on their way, and those that have left. As in storage/users.h.
///
/// A mail waits, is claimed by one sender, and then is sent, has failed, or waits again. Its content is
/// sealed and exists only until it is sent or has failed.
namespace gatehouse::server::mails {

/// Mails of one kind to one mailbox within kLimitSpan.
inline constexpr int kMostToMailbox = 3;
inline constexpr std::chrono::minutes kLimitSpan{15};
/// Mails waiting at a time.
inline constexpr int kMostWaiting = 10000;

/// Smaller goes first.
enum class Urgency {
  asked_for = 0,     ///< somebody known waits for it
  by_strangers = 1,  ///< anybody can bring it about; takes at most half of the queue
};

struct Content {
  std::string text;
  std::string html;
};

struct NewMail {
  std::string kind;
  std::string recipient;
  std::string subject;
  std::string message_id;
  Content content;
  Urgency urgency = Urgency::asked_for;
  Time useful_until{};  ///< given up after this
};

enum class Inserted { yes, too_many_to_mailbox, queue_full };
/// What `insert` would say of such a mail now.
[[nodiscard]] Inserted find_room(sql::Connection& connection, std::string_view recipient,
                                 std::string_view kind, Urgency urgency, Time now);
[[nodiscard]] Inserted insert(sql::Connection& connection, const crypto::SealingKey& sealing_key,
                              RandomSource& random, const NewMail& mail, Time now);

struct Mail {
  std::int64_t id = 0;
  std::string kind;
  std::string recipient;
  std::string subject;
  std::string message_id;
  std::string state;  ///< `waiting`, `sending`, `sent` or `failed`
  int attempts = 0;   ///< claims so far
  int uncertain_attempts = 0;
  Time next_attempt_at{};
  Time useful_until{};
  std::string last_error;
  Time created_at{};
  std::optional<Time> finished_at;
};

/// True when `claim` would find one.
[[nodiscard]] bool has_due(sql::Connection& connection, Time now);
/// Takes the next mail that is due, for sending; nobody else gets it until it is put back.
[[nodiscard]] std::optional<Mail> claim(sql::Connection& connection, Time now);
/// Absent when it has left, or is unknown. A seal that doesn't open throws std::runtime_error.
[[nodiscard]] std::optional<Content> find_content(sql::Connection& connection,
                                                  const crypto::SealingKey& sealing_key, std::int64_t id);
enum class Outcome { sent, failed };
void finish(sql::Connection& connection, std::int64_t id, Outcome outcome, std::string_view error, Time now);
enum class Certainty { not_sent, may_be_sent };
void put_back(sql::Connection& connection, std::int64_t id, Certainty certainty, Time next_attempt,
              std::string_view error);
/// At start, when nobody sends yet: mails that a killed process was sending wait again, but those to whom
/// that happened twice have failed, so that nobody gets a third copy.
void recover_interrupted(sql::Connection& connection, Time now);

/// Whether one of that kind to that mailbox was queued since; those that finished long ago are forgotten.
[[nodiscard]] bool was_queued(sql::Connection& connection, std::string_view recipient, std::string_view kind,
                              Time since);

/// Newest first; `after` is a mail id as text.
[[nodiscard]] Page<Mail> list(sql::Connection& connection, const PageRequest& page);
/// Gives up what is no longer useful, and removes at most `limit` that finished before `before`.
void give_up_useless(sql::Connection& connection, Time now);
std::int64_t remove_finished(sql::Connection& connection, Time before, std::size_t limit);

}  // namespace gatehouse::server::mails
