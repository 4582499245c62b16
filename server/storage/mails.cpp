// SPDX-License-Identifier: Apache-2.0
#include "server/storage/mails.h"

#include <charconv>
#include <limits>
#include <stdexcept>

namespace gatehouse::server::mails {
namespace {

constexpr int kMostUncertainAttempts = 2;

constexpr std::string_view kSelect =
    "select id, kind, recipient, subject, message_id, state, attempts, uncertain_attempts, next_attempt_at, "
    "useful_until, last_error, created_at, finished_at from mails ";

constexpr std::string_view kDue = "where state = 'waiting' and next_attempt_at <= ? and useful_until > ? ";

std::string select(std::string_view rest) {
  return std::string(kSelect).append(rest);
}

Mail to_mail(const sql::Rows::Row& row) {
  return {row.get<std::int64_t>(0),
          row.get<std::string>(1),
          row.get<std::string>(2),
          row.get<std::string>(3),
          row.get<std::string>(4),
          row.get<std::string>(5),
          row.get<int>(6),
          row.get<int>(7),
          row.get<Time>(8),
          row.get<Time>(9),
          row.get<std::string>(10),
          row.get<Time>(11),
          row.get<std::optional<Time>>(12)};
}

crypto::Cell content_cell(std::string_view message_id) {
  return {"mails", message_id, "sealed_content"};
}

bool has_room(sql::Connection& connection, Urgency urgency) {
  const auto count = [&](Urgency least) {
    return connection.query("select count(*) from mails where state = 'waiting' and urgency >= ?", int(least))
        .first()
        .get<int>(0);
  };
  if (urgency == Urgency::by_strangers && count(Urgency::by_strangers) >= kMostWaiting / 2) return false;
  return count(Urgency::asked_for) < kMostWaiting;
}

}  // namespace

Inserted find_room(sql::Connection& connection, std::string_view recipient, std::string_view kind,
                   Urgency urgency, Time now) {
  const auto recent =
      connection
          .query("select count(*) from mails where recipient = ? and kind = ? and created_at > ?", recipient,
                 kind, Time(now - kLimitSpan))
          .first()
          .get<int>(0);
  if (recent >= kMostToMailbox) return Inserted::too_many_to_mailbox;
  return has_room(connection, urgency) ? Inserted::yes : Inserted::queue_full;
}

Inserted insert(sql::Connection& connection, const crypto::SealingKey& sealing_key, RandomSource& random,
                const NewMail& mail, Time now) {
  const auto room = find_room(connection, mail.recipient, mail.kind, mail.urgency, now);
  if (room != Inserted::yes) return room;
  const auto sealed = sealing_key.seal(as_bytes(mail.content.text + '\0' + mail.content.html),
                                       content_cell(mail.message_id), random);
  connection.query(
      "insert into mails (kind, recipient, subject, sealed_content, message_id, state, urgency, attempts, "
      "uncertain_attempts, next_attempt_at, useful_until, last_error, created_at) "
      "values (?, ?, ?, ?, ?, 'waiting', ?, 0, 0, ?, ?, '', ?)",
      mail.kind, mail.recipient, mail.subject, sealed, mail.message_id, int(mail.urgency), now,
      mail.useful_until, now);
  return Inserted::yes;
}

bool was_queued(sql::Connection& connection, std::string_view recipient, std::string_view kind, Time since) {
  return !connection
              .query("select 1 from mails where recipient = ? and kind = ? and created_at > ? limit 1",
                     recipient, kind, since)
              .empty();
}

bool has_due(sql::Connection& connection, Time now) {
  static const std::string statement = "select 1 from mails " + std::string(kDue) + "limit 1";
  return !connection.query(statement, now, now).empty();
}

std::optional<Mail> claim(sql::Connection& connection, Time now) {
  static const std::string statement =
      select(std::string(kDue) + "order by urgency, next_attempt_at, id limit 1");
  const auto rows = connection.query(statement, now, now);
  if (rows.empty()) return std::nullopt;
  auto mail = to_mail(rows[0]);
  connection.query("update mails set state = 'sending', attempts = attempts + 1 where id = ?", mail.id);
  ++mail.attempts;
  return mail;
}

std::optional<Content> find_content(sql::Connection& connection, const crypto::SealingKey& sealing_key,
                                    std::int64_t id) {
  const auto rows = connection.query("select message_id, sealed_content from mails where id = ?", id);
  if (rows.empty()) return std::nullopt;
  const auto sealed = rows[0].get<std::optional<Bytes>>(1);
  if (!sealed) return std::nullopt;
  const auto opened = sealing_key.open(*sealed, content_cell(rows[0].get<std::string>(0)));
  if (!opened) throw std::runtime_error("a mail doesn't open: wrong master key or a tampered database");
  const auto both = opened->reveal();
  const auto middle = both.find('\0');
  return Content{std::string(both.substr(0, middle)), std::string(both.substr(middle + 1))};
}

void finish(sql::Connection& connection, std::int64_t id, Outcome outcome, std::string_view error, Time now) {
  connection.query(
      "update mails set state = ?, sealed_content = null, last_error = ?, finished_at = ? where id = ?",
      outcome == Outcome::sent ? "sent" : "failed", error, now, id);
}

void put_back(sql::Connection& connection, std::int64_t id, Certainty certainty, Time next_attempt,
              std::string_view error) {
  connection.query(
      "update mails set state = 'waiting', uncertain_attempts = uncertain_attempts + ?, next_attempt_at = ?, "
      "last_error = ? where id = ?",
      certainty == Certainty::may_be_sent ? 1 : 0, next_attempt, error, id);
}

void recover_interrupted(sql::Connection& connection, Time now) {
  connection.query(
      "update mails set state = 'failed', sealed_content = null, finished_at = ?, uncertain_attempts = "
      "uncertain_attempts + 1, last_error = 'interrupted twice; it may have arrived' "
      "where state = 'sending' and uncertain_attempts + 1 >= ?",
      now, kMostUncertainAttempts);
  connection.query(
      "update mails set state = 'waiting', uncertain_attempts = uncertain_attempts + 1, next_attempt_at = ?, "
      "last_error = 'interrupted; it may have arrived' where state = 'sending'",
      now);
}

Page<Mail> list(sql::Connection& connection, const PageRequest& page) {
  static const std::string statement = select("where id < ? order by id desc limit ?");
  auto before = std::numeric_limits<std::int64_t>::max();
  if (!page.after.empty()) std::from_chars(page.after.data(), page.after.data() + page.after.size(), before);
  std::vector<Mail> mails;
  for (const auto& row : connection.query(statement, before, page.limit + 1)) mails.push_back(to_mail(row));
  return make_page(std::move(mails), page.limit, [](const Mail& mail) { return std::to_string(mail.id); });
}

void give_up_useless(sql::Connection& connection, Time now) {
  connection.query(
      "update mails set state = 'failed', sealed_content = null, finished_at = ?, "
      "last_error = case last_error when '' then 'not sent in time' else last_error end "
      "where state = 'waiting' and useful_until <= ?",
      now, now);
}

std::int64_t remove_finished(sql::Connection& connection, Time before, std::size_t limit) {
  return connection
      .query("delete from mails where id in (select id from mails where finished_at < ? limit ?)", before,
             limit)
      .affected();
}

}  // namespace gatehouse::server::mails
