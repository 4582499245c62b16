// SPDX-License-Identifier: Apache-2.0
#include "core/token/token_times.h"

namespace gatehouse::token {

Result<void, TokenError> check_times(const TokenTimes& times, std::int64_t now, std::chrono::seconds leeway) {
  const std::int64_t slack = leeway.count();
  if (times.expiry) {
    if (times.issued_at && *times.expiry <= *times.issued_at) return fail(TokenError::expiry_not_after_issue);
    // Whole seconds: with a leeway the last of them still counts, without one `exp` itself is too late.
    if (slack == 0 ? now >= *times.expiry : now > *times.expiry + slack) return fail(TokenError::expired);
  }
  if (times.not_before && *times.not_before > now + slack) return fail(TokenError::not_yet_valid);
  if (times.issued_at && *times.issued_at > now + slack) return fail(TokenError::issued_in_future);
  return {};
}

Result<void, TokenError> check_lifetime(const TokenTimes& times, std::int64_t now) {
  constexpr std::int64_t kLongest = std::chrono::seconds(std::chrono::hours(24)).count();
  if (times.expiry && *times.expiry - times.issued_at.value_or(now) > kLongest) {
    return fail(TokenError::lifetime_too_long);
  }
  return {};
}

}  // namespace gatehouse::token
