// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/token/json_document.h"
#include "core/token/token_error.h"

namespace gatehouse::token {

[[nodiscard]] constexpr TokenError to_token_error(JsonError error) {
  switch (error) {
    case JsonError::syntax:
      return TokenError::invalid_json;
    case JsonError::duplicate_member:
      return TokenError::duplicate_member;
    case JsonError::too_deep:
      return TokenError::nesting_too_deep;
    case JsonError::too_many_values:
      return TokenError::too_many_members;
    case JsonError::too_large:
      return TokenError::token_too_large;
  }
  return TokenError::invalid_json;
}

}  // namespace gatehouse::token
