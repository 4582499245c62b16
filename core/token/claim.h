// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/base/result.h"
#include "core/token/json_document.h"
#include "core/token/token_error.h"
#include "core/token/token_times.h"

namespace gatehouse::token {

/// The claims of an app token (contract, section 2).
enum class Claim : std::uint8_t {
  iss,
  sub,
  user_id,
  aud,
  client_id,
  app_id,
  user_email,
  email,
  email_verified,
  name,
  iat,
  nbf,
  exp,
  auth_time,
  jti,
  sid,
  roles,
  permissions,
  amr,
  acr,
  scope,
  pos,
};
inline constexpr std::size_t kClaims = std::size_t(Claim::pos) + 1;

/// Where each claim lies among the values of the payload; 0 when absent.
using ClaimIndex = std::array<std::uint16_t, kClaims>;

struct FoundClaims {
  ClaimIndex index{};
  TokenTimes times;
};

/// Finds the known claims of a payload and checks their types. Other claims may be anything.
[[nodiscard]] Result<FoundClaims, TokenError> find_claims(const JsonValue& payload);

/// A NumericDate (RFC 7519, section 2) without fraction, not negative.
[[nodiscard]] Result<std::int64_t, TokenError> read_time(const JsonValue& claim);

}  // namespace gatehouse::token
