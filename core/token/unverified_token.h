// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/token/json_document.h"
#include "core/token/token_error.h"

namespace gatehouse::token {

/// A token that nobody has verified: anybody may have written it. For looking at (`token inspect`) and for
/// finding out which verifier to ask, never for a decision; hence it is no VerifiedToken and can't become
/// one.
class UnverifiedToken {
 public:
  [[nodiscard]] static Result<UnverifiedToken, TokenError> parse(std::string_view token);

  [[nodiscard]] JsonValue unverified_header() const { return header_.root(); }
  [[nodiscard]] JsonValue unverified_claims() const { return payload_.root(); }

 private:
  UnverifiedToken(JsonDocument header, JsonDocument payload)
      : header_(std::move(header)), payload_(std::move(payload)) {}
  JsonDocument header_;
  JsonDocument payload_;
};

}  // namespace gatehouse::token
