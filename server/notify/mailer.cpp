// SPDX-License-Identifier: Apache-2.0
#include "server/notify/mailer.h"

#include <algorithm>

#include "core/base/time_text.h"
#include "server/storage/brands.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kMessageIdBytes = 18;

/// What stands behind the @ of a Message-ID: the platform's host, brackets and port left out.
std::string host_of(std::string_view url) {
  auto host = url.substr(url.find("://") + 3);
  std::string text(host.substr(0, host.find('/')));
  if (!text.starts_with('[')) return text.substr(0, text.find(':'));
  text = text.substr(1, text.find(']') - 1);
  std::replace(text.begin(), text.end(), ':', '.');
  return text;
}

}  // namespace

Mailer::Mailer(const Clock& clock, RandomSource& random, const crypto::SealingKey& sealing_key,
               std::string public_url)
    : clock_(clock), random_(random), sealing_key_(sealing_key), public_url_(std::move(public_url)) {}

mails::Inserted Mailer::queue(sql::Connection& connection, const OutgoingMail& mail) const {
  const auto brand = brands::load_effective(connection, mail.app);
  auto facts = mail.facts;
  facts["brand"] = product_name_of(brand);
  facts["platform"] = public_url_;
  auto composed = compose_mail(mail.kind, mail.locale, facts, look_of(brand));
  const auto now = clock_.now();
  return mails::insert(connection, sealing_key_, random_,
                       {.kind = std::string(to_text(mail.kind)),
                        .recipient = mail.to,
                        .subject = std::move(composed.subject),
                        .message_id = make_random_text(random_, kMessageIdBytes) + "@" + host_of(public_url_),
                        .content = {std::move(composed.text), std::move(composed.html)},
                        .urgency = mail.urgency,
                        .useful_until = now + mail.useful_for},
                       now);
}

bool Mailer::has_room(sql::Connection& connection, MailKind kind, std::string_view to) const {
  return mails::find_room(connection, to, to_text(kind), mails::Urgency::asked_for, clock_.now()) ==
         mails::Inserted::yes;
}

std::string Mailer::url(std::string_view path_and_query) const {
  return public_url_ + std::string(path_and_query);
}

std::string Mailer::time_text(Time time) {
  auto text = to_rfc3339(time).substr(0, 16);
  std::replace(text.begin(), text.end(), 'T', ' ');
  return text + " UTC";
}

}  // namespace gatehouse::server
