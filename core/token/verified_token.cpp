// SPDX-License-Identifier: Apache-2.0
#include "core/token/verified_token.h"

#include "core/token/token_id.h"

namespace gatehouse::token {

std::optional<JsonValue> VerifiedToken::value(Claim claim) const {
  const auto index = claims_[std::size_t(claim)];
  if (index == 0) return std::nullopt;  // the root is no claim
  return document_.value(index);
}

std::string_view VerifiedToken::text(Claim claim) const {
  const auto found = value(claim);
  return found ? found->text() : std::string_view();
}

std::string_view VerifiedToken::text(Claim claim, Claim otherwise) const {
  return value(claim) ? text(claim) : text(otherwise);
}

std::vector<std::string_view> VerifiedToken::texts(Claim claim) const {
  std::vector<std::string_view> all;
  if (const auto found = value(claim)) {
    for (const auto& one : found->children()) all.push_back(one.text());
  }
  return all;
}

bool VerifiedToken::holds(Claim claim, std::string_view wanted) const {
  const auto found = value(claim);
  return found && found->holds(wanted);
}

std::string_view VerifiedToken::user_id() const {
  return text(Claim::user_id, Claim::sub);
}

bool VerifiedToken::email_verified() const {
  const auto found = value(Claim::email_verified);
  return found && found->kind() == JsonKind::true_;
}

std::optional<Time> VerifiedToken::authenticated_at() const {
  const auto found = value(Claim::auth_time);
  if (!found) return std::nullopt;
  return from_unix_seconds(found->as_integer().value_or(0));
}

std::optional<Time> VerifiedToken::issued_at() const {
  const auto found = value(Claim::iat);
  if (!found) return std::nullopt;
  const auto second = found->as_integer().value_or(0);
  const auto exact = find_issue_time(token_id());
  if (exact && to_unix_seconds(*exact) == second) return exact;
  return from_unix_seconds(second);
}

std::optional<std::int64_t> VerifiedToken::position() const {
  const auto found = value(Claim::pos);
  const auto position = found ? found->as_integer() : std::nullopt;
  return position && *position >= 0 ? position : std::nullopt;
}

std::string_view VerifiedJwt::text(std::string_view claim) const {
  const auto found = claims().find(claim);
  return found ? found->as_string().value_or(std::string_view()) : std::string_view();
}

std::optional<std::int64_t> VerifiedJwt::integer(std::string_view claim) const {
  const auto found = claims().find(claim);
  return found ? found->as_integer() : std::nullopt;
}

}  // namespace gatehouse::token
