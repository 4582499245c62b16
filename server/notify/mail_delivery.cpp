// SPDX-License-Identifier: Apache-2.0
#include "server/notify/mail_delivery.h"

#include <algorithm>

#include "server/storage/brands.h"

namespace gatehouse::server {
namespace {

using Kind = net::SmtpFailure::Kind;

constexpr std::chrono::seconds kFirstPause{15};
constexpr std::chrono::seconds kLongestPause{3600};

}  // namespace

std::chrono::seconds mail_pause(int attempts) {
  auto pause = kFirstPause;
  for (int i = 1; i < attempts && pause < kLongestPause; ++i) pause *= 4;
  return std::min(pause, kLongestPause);
}

MailDelivery::MailDelivery(const Clock& clock, sql::Database& database, const crypto::SealingKey& sealing_key,
                           net::SmtpClient& smtp, MailSender sender, Logger& log)
    : clock_(clock),
      database_(database),
      sealing_key_(sealing_key),
      smtp_(smtp),
      sender_(std::move(sender)),
      log_(log) {}

void MailDelivery::recover() {
  database_.write([&](sql::Connection& connection) { mails::recover_interrupted(connection, clock_.now()); });
}

std::string MailDelivery::sender_name() const {
  if (!sender_.name.empty()) return sender_.name;
  return database_.read([](sql::Connection& connection) {
    return product_name_of(brands::load_effective(connection, std::nullopt));
  });
}

bool MailDelivery::deliver_one() {
  const auto now = clock_.now();
  if (!database_.read([&](sql::Connection& connection) { return mails::has_due(connection, now); }))
    return false;
  const auto mail =
      database_.write([&](sql::Connection& connection) { return mails::claim(connection, now); });
  if (!mail) return false;
  const auto content = database_.read(
      [&](sql::Connection& connection) { return mails::find_content(connection, sealing_key_, mail->id); });
  if (!content) return true;  // removed meanwhile
  const auto sent = smtp_.send({.from_name = sender_name(),
                                .from_address = sender_.address,
                                .to = mail->recipient,
                                .subject = mail->subject,
                                .text = content->text,
                                .html = content->html,
                                .message_id = mail->message_id,
                                .date = mail->created_at});
  if (sent) {
    database_.write([&](sql::Connection& connection) {
      mails::finish(connection, mail->id, mails::Outcome::sent, "", clock_.now());
    });
  } else {
    settle(*mail, sent.error());
  }
  return true;
}

void MailDelivery::settle(const mails::Mail& mail, const net::SmtpFailure& failure) {
  const auto now = clock_.now();
  const bool uncertain = failure.kind == Kind::uncertain;
  const bool gives_up = failure.kind == Kind::refused || failure.kind == Kind::invalid_mail ||
                        (uncertain && mail.uncertain_attempts > 0);
  database_.write([&](sql::Connection& connection) {
    if (gives_up) {
      mails::finish(connection, mail.id, mails::Outcome::failed, failure.detail, now);
    } else {
      mails::put_back(connection, mail.id,
                      uncertain ? mails::Certainty::may_be_sent : mails::Certainty::not_sent,
                      now + mail_pause(mail.attempts), failure.detail);
    }
  });
  // A relay that can't be reached safely is somebody's to look at: the mail waits, the log says so.
  log_.log(failure.kind == Kind::insecure ? LogLevel::error : LogLevel::warning,
           gives_up ? "a mail could not be sent" : "a mail could not be sent yet; it stays queued",
           {{"mail", mail.id}, {"kind", mail.kind}, {"attempts", mail.attempts}, {"reason", failure.detail}});
}

}  // namespace gatehouse::server
