// SPDX-License-Identifier: Apache-2.0
#include "core/token/claim.h"

#include <optional>

namespace gatehouse::token {
namespace {

std::optional<Claim> find_by_name_of_three(std::string_view name) {
  const auto is = [name](const char(&wanted)[4]) { return name == std::string_view(wanted, 3); };
  if (is("iss")) return Claim::iss;
  if (is("sub")) return Claim::sub;
  if (is("aud")) return Claim::aud;
  if (is("exp")) return Claim::exp;
  if (is("nbf")) return Claim::nbf;
  if (is("iat")) return Claim::iat;
  if (is("jti")) return Claim::jti;
  if (is("sid")) return Claim::sid;
  if (is("pos")) return Claim::pos;
  if (is("amr")) return Claim::amr;
  if (is("acr")) return Claim::acr;
  return std::nullopt;
}

std::optional<Claim> find_by_name(std::string_view name) {
  switch (name.size()) {
    case 3:
      return find_by_name_of_three(name);
    case 4:
      if (name == "name") return Claim::name;
      break;
    case 5:
      if (name == "appId") return Claim::app_id;
      if (name == "email") return Claim::email;
      if (name == "roles") return Claim::roles;
      if (name == "scope") return Claim::scope;
      break;
    case 6:
      if (name == "userId") return Claim::user_id;
      break;
    case 9:
      if (name == "userEmail") return Claim::user_email;
      if (name == "auth_time") return Claim::auth_time;
      if (name == "client_id") return Claim::client_id;
      break;
    case 11:
      if (name == "permissions") return Claim::permissions;
      break;
    case 14:
      if (name == "email_verified") return Claim::email_verified;
      break;
    default:
      break;
  }
  return std::nullopt;
}

enum class Shape { text, text_or_texts, texts, time, flag, any };

constexpr Shape shape_of(Claim claim) {
  switch (claim) {
    case Claim::aud:
      return Shape::text_or_texts;
    case Claim::roles:
    case Claim::permissions:
    case Claim::amr:
      return Shape::texts;
    case Claim::iat:
    case Claim::nbf:
    case Claim::exp:
    case Claim::auth_time:
      return Shape::time;
    case Claim::email_verified:
      return Shape::flag;
    case Claim::pos:  // other issuers may use this name for what they like
      return Shape::any;
    default:
      return Shape::text;
  }
}

bool has_shape(const JsonValue& value, Shape shape) {
  const auto kind = value.kind();
  switch (shape) {
    case Shape::text:
      return kind == JsonKind::string;
    case Shape::text_or_texts:
      return kind == JsonKind::string || value.is_array_of_strings();
    case Shape::texts:
      return value.is_array_of_strings();
    case Shape::time:
      return kind == JsonKind::number;
    case Shape::flag:
      return kind == JsonKind::true_ || kind == JsonKind::false_;
    case Shape::any:
      return true;
  }
  return false;
}

void keep_time(TokenTimes& times, Claim claim, std::int64_t time) {
  if (claim == Claim::exp) times.expiry = time;
  if (claim == Claim::nbf) times.not_before = time;
  if (claim == Claim::iat) times.issued_at = time;
}

}  // namespace

Result<FoundClaims, TokenError> find_claims(const JsonValue& payload) {
  FoundClaims found;
  for (const auto& member : payload.children()) {
    const auto claim = find_by_name(member.name());
    if (!claim) continue;
    const auto shape = shape_of(*claim);
    if (!has_shape(member, shape)) return fail(TokenError::invalid_claim);
    if (shape == Shape::time) {
      const auto time = read_time(member);
      if (!time) return fail(time.error());
      keep_time(found.times, *claim, *time);
    }
    found.index[std::size_t(*claim)] = member.index();
  }
  return found;
}

Result<std::int64_t, TokenError> read_time(const JsonValue& claim) {
  if (claim.kind() != JsonKind::number) return fail(TokenError::invalid_claim);
  const auto seconds = claim.as_integer();
  if (!seconds || *seconds < 0) return fail(TokenError::invalid_number);
  return *seconds;
}

}  // namespace gatehouse::token
