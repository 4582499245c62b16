// SPDX-License-Identifier: Apache-2.0
#include "server/defence/password_links.h"

#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

MailKind kind_of(LinkPurpose purpose) {
  return purpose == LinkPurpose::set_password ? MailKind::set_password : MailKind::reset_password;
}

std::string count_of(std::chrono::seconds time, std::chrono::seconds unit) {
  return std::to_string(time / unit);
}

}  // namespace

LinkPurpose PasswordLinks::purpose_for(sql::Connection& connection, const User& user) {
  return users::find_password_hash(connection, user.id) ? LinkPurpose::reset_password
                                                        : LinkPurpose::set_password;
}

bool PasswordLinks::has_room(sql::Connection& connection, const User& user) const {
  return mailer_.has_room(connection, MailKind::set_password, user.email);
}

bool PasswordLinks::mail(sql::Connection& connection, const User& user, LinkPurpose purpose) const {
  // Asked first: a new link would end an older one, whose mail may be all that arrives.
  if (!mailer_.has_room(connection, kind_of(purpose), user.email)) return false;
  const auto token = links_.issue(connection, purpose, user);
  const auto lifetime = lifetime_of(purpose);
  const auto queued = mailer_.queue(
      connection, {.kind = kind_of(purpose),
                   .to = user.email,
                   .locale = user.locale,
                   .facts = {{"name", user.display_name()},
                             {"email", user.email},
                             {"link", mailer_.url("/reset-password?token=" + std::string(token.reveal()))},
                             {"minutes", count_of(lifetime, std::chrono::minutes(1))},
                             {"hours", count_of(lifetime, std::chrono::hours(1))}},
                   .useful_for = lifetime});
  return queued == mails::Inserted::yes;
}

}  // namespace gatehouse::server
