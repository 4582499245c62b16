// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace gatehouse::token {

/// Why a token was refused. The list is closed; codes are stable and listed with their meaning in
/// contract/token-errors.json. For the app's own log and error callback: a caller never learns which it was.
enum class TokenError {
  token_too_large,
  malformed_token,
  encrypted_token,
  invalid_base64url,
  invalid_json,
  duplicate_member,
  nesting_too_deep,
  too_many_members,
  invalid_header,
  critical_header,
  compressed_token,
  wrong_token_type,
  algorithm_not_allowed,
  unknown_key,
  signature_invalid,
  invalid_claim,
  invalid_number,
  missing_expiry,
  expired,
  not_yet_valid,
  issued_in_future,
  expiry_not_after_issue,
  lifetime_too_long,
  missing_issuer,
  wrong_issuer,
  missing_app,
  wrong_app,
  missing_user,
  user_mismatch,
  not_an_app_token,
  missing_audience,
  wrong_audience,
  missing_claim,
  forbidden_claim,
};

/// The stable code: the enumerator's own name.
[[nodiscard]] std::string_view to_code(TokenError error);

/// One sentence for people, without a full stop's worth of secrets: no part of the token is in it.
[[nodiscard]] std::string_view to_sentence(TokenError error);

/// Every error, in the order of the checks.
[[nodiscard]] std::span<const TokenError> all_token_errors();

}  // namespace gatehouse::token
