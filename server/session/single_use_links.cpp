// SPDX-License-Identifier: Apache-2.0
#include "server/session/single_use_links.h"

#include "core/crypto/sha256.h"
#include "server/storage/account_links.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kLinkTokenBytes = 32;

// The purpose is part of what is hashed, so that a token of another purpose isn't even found.
crypto::Sha256Digest hash_token(LinkPurpose purpose, const SecretString& token) {
  return crypto::sha256(as_bytes(std::string(to_text(purpose)) + ":" + std::string(token.reveal())));
}

Bytes state_of(sql::Connection& connection, LinkPurpose purpose, const User& user) {
  std::string state = user.id.value();
  if (purpose != LinkPurpose::cancel_email_change) {
    state += '\n' + user.email + '\n' + (user.is_disabled() ? "disabled" : "active") + '\n' +
             users::find_password_hash(connection, user.id).value_or("");
  }
  const auto digest = crypto::sha256(as_bytes(state));
  return {digest.begin(), digest.end()};
}

}  // namespace

std::string_view to_text(LinkPurpose purpose) {
  switch (purpose) {
    case LinkPurpose::reset_password:
      return "reset_password";
    case LinkPurpose::set_password:
      return "set_password";
    case LinkPurpose::verify_email:
      return "verify_email";
    case LinkPurpose::confirm_new_email:
      return "confirm_new_email";
    case LinkPurpose::approve_email_change:
      return "approve_email_change";
    case LinkPurpose::cancel_email_change:
      return "cancel_email_change";
    case LinkPurpose::sign_up:
      return "sign_up";
    case LinkPurpose::accept_invitation:
      return "accept_invitation";
  }
  return "";
}

std::chrono::seconds lifetime_of(LinkPurpose purpose) {
  switch (purpose) {
    case LinkPurpose::reset_password:
      return std::chrono::minutes(30);
    case LinkPurpose::set_password:
    case LinkPurpose::verify_email:
    case LinkPurpose::confirm_new_email:
    case LinkPurpose::approve_email_change:
    case LinkPurpose::sign_up:
    case LinkPurpose::accept_invitation:
      return std::chrono::hours(24);
    case LinkPurpose::cancel_email_change:
      return std::chrono::days(7);
  }
  return {};
}

SecretString SingleUseLinks::issue(sql::Connection& connection, LinkPurpose purpose, const User& user,
                                   const std::string& detail) const {
  const auto now = clock_.now();
  SecretString token(make_random_text(random_, kLinkTokenBytes));
  // An undoing outlives the next change: it belongs to the address that was replaced then.
  if (purpose != LinkPurpose::cancel_email_change)
    account_links::remove_of_user(connection, user.id, to_text(purpose));
  account_links::insert(connection,
                        {.purpose = std::string(to_text(purpose)),
                         .user_id = user.id,
                         .email = user.email,
                         .bound_to = state_of(connection, purpose, user),
                         .detail = detail,
                         .created_at = now,
                         .expires_at = now + lifetime_of(purpose)},
                        hash_token(purpose, token));
  return token;
}

SecretString SingleUseLinks::issue(sql::Connection& connection, LinkPurpose purpose, const std::string& email,
                                   const std::string& detail) const {
  const auto now = clock_.now();
  SecretString token(make_random_text(random_, kLinkTokenBytes));
  account_links::remove_of_email(connection, email, to_text(purpose));
  account_links::insert(connection,
                        {.purpose = std::string(to_text(purpose)),
                         .user_id = std::nullopt,
                         .email = email,
                         .bound_to = {},
                         .detail = detail,
                         .created_at = now,
                         .expires_at = now + lifetime_of(purpose)},
                        hash_token(purpose, token));
  return token;
}

std::optional<SingleUseLinks::Link> SingleUseLinks::find(sql::Connection& connection, LinkPurpose purpose,
                                                         const SecretString& token) const {
  auto link = account_links::find(connection, hash_token(purpose, token), to_text(purpose));
  if (!link || link->expires_at <= clock_.now()) return std::nullopt;
  if (!link->user_id) return Link{std::nullopt, std::move(link->email), std::move(link->detail)};
  auto user = users::find(connection, *link->user_id);
  if (!user || state_of(connection, purpose, *user) != link->bound_to) return std::nullopt;
  return Link{std::move(user), std::move(link->email), std::move(link->detail)};
}

std::optional<SingleUseLinks::Link> SingleUseLinks::take(sql::Connection& connection, LinkPurpose purpose,
                                                         const SecretString& token) const {
  auto link = find(connection, purpose, token);
  if (!link || !account_links::remove(connection, hash_token(purpose, token))) return std::nullopt;
  return link;
}

bool SingleUseLinks::is_waiting(sql::Connection& connection, LinkPurpose purpose, const UserId& user) const {
  return account_links::has_live(connection, user, to_text(purpose), clock_.now());
}

}  // namespace gatehouse::server
