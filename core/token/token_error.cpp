// SPDX-License-Identifier: Apache-2.0
#include "core/token/token_error.h"

#include <array>

namespace gatehouse::token {
namespace {

struct Entry {
  TokenError error;
  std::string_view code;
  std::string_view sentence;
};

using enum TokenError;
constexpr std::array kEntries = {
    Entry{token_too_large, "token_too_large", "The token is longer than 8192 characters."},
    Entry{malformed_token, "malformed_token", "The token is not three parts separated by dots."},
    Entry{encrypted_token, "encrypted_token", "The token is encrypted (JWE), which is never accepted."},
    Entry{invalid_base64url, "invalid_base64url",
          "A part of the token is not spelled in canonical base64url."},
    Entry{invalid_json, "invalid_json",
          "The header or the payload is not a well-formed JSON object in UTF-8."},
    Entry{duplicate_member, "duplicate_member", "A JSON object in the token names a member twice."},
    Entry{nesting_too_deep, "nesting_too_deep", "The JSON in the token is nested deeper than 16 levels."},
    Entry{too_many_members, "too_many_members", "The JSON in the token holds too many values."},
    Entry{invalid_header, "invalid_header", "A header parameter is missing or of the wrong type."},
    Entry{critical_header, "critical_header",
          "The header demands an extension (crit, b64) that is not supported."},
    Entry{compressed_token, "compressed_token", "The token is compressed (zip), which is never accepted."},
    Entry{wrong_token_type, "wrong_token_type",
          "The header's typ is not that of the expected kind of token."},
    Entry{algorithm_not_allowed, "algorithm_not_allowed", "The algorithm is not the one configured."},
    Entry{unknown_key, "unknown_key", "No configured key has the header's kid."},
    Entry{signature_invalid, "signature_invalid", "The signature does not match."},
    Entry{invalid_claim, "invalid_claim", "A claim has the wrong type."},
    Entry{invalid_number, "invalid_number", "A time is not a whole number of seconds within range."},
    Entry{missing_expiry, "missing_expiry", "The token has no exp."},
    Entry{expired, "expired", "The token has expired."},
    Entry{not_yet_valid, "not_yet_valid", "The token's nbf lies in the future."},
    Entry{issued_in_future, "issued_in_future", "The token's iat lies in the future: check the clocks."},
    Entry{expiry_not_after_issue, "expiry_not_after_issue", "The token's exp is not after its iat."},
    Entry{lifetime_too_long, "lifetime_too_long", "The token lives longer than 24 hours."},
    Entry{missing_issuer, "missing_issuer", "The token has no iss although an issuer is configured."},
    Entry{wrong_issuer, "wrong_issuer", "The token's iss is not the configured issuer."},
    Entry{missing_app, "missing_app", "The token names no app: neither aud nor appId is present."},
    Entry{wrong_app, "wrong_app", "The token was issued for another app."},
    Entry{missing_user, "missing_user", "The token names no user: neither sub nor userId is present."},
    Entry{user_mismatch, "user_mismatch", "The token's sub and userId differ."},
    Entry{not_an_app_token, "not_an_app_token",
          "A token without typ at+jwt must carry both appId and userId."},
    Entry{missing_audience, "missing_audience", "The token has no aud although an audience is configured."},
    Entry{wrong_audience, "wrong_audience", "The token was issued for another audience."},
    Entry{missing_claim, "missing_claim", "A claim that this kind of token must carry is missing."},
    Entry{forbidden_claim, "forbidden_claim",
          "The token carries a claim that this kind of token must not carry."},
};

constexpr auto make_errors() {
  std::array<TokenError, kEntries.size()> errors{};
  for (std::size_t i = 0; i < kEntries.size(); ++i) errors[i] = kEntries[i].error;
  return errors;
}
constexpr auto kErrors = make_errors();

constexpr bool in_order() {
  for (std::size_t i = 0; i < kEntries.size(); ++i) {
    if (std::size_t(kEntries[i].error) != i) return false;
  }
  return true;
}
static_assert(in_order(), "entries are found by the enumerator's value");
static_assert(kEntries.size() == std::size_t(forbidden_claim) + 1);

}  // namespace

std::string_view to_code(TokenError error) {
  return kEntries[std::size_t(error)].code;
}
std::string_view to_sentence(TokenError error) {
  return kEntries[std::size_t(error)].sentence;
}
std::span<const TokenError> all_token_errors() {
  return kErrors;
}

}  // namespace gatehouse::token
