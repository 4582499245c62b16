// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/secret_string.h"

namespace gatehouse::token {

/// Why an app's secret key is refused (contract, section 2).
enum class SecretKeyFault {
  too_short,
  too_few_distinct_characters,
  holds_comma,
  holds_white_space,
  not_utf8,
  printed_in_documentation,
};

/// Stable code and a sentence that says what is wrong and what to do; never a part of the secret.
[[nodiscard]] std::string_view to_code(SecretKeyFault fault);
[[nodiscard]] std::string_view to_sentence(SecretKeyFault fault);

/// Refused: fewer than 32 bytes, fewer than 8 distinct characters, a comma, white space or control character,
/// bytes that are not UTF-8, or a value printed in documentation. Ours prints only values that start with
/// `sample-secret-`.
[[nodiscard]] Result<void, SecretKeyFault> check_secret_key(std::string_view secret);

/// Reads `current` or `current,next`, as an app's SECRET_KEY holds them; each is checked.
[[nodiscard]] Result<std::vector<SecretString>, SecretKeyFault> parse_secret_keys(std::string_view text);

/// The `kid` of tokens signed with a secret: derived one way from it, so that it tells nothing but which
/// secret it is.
[[nodiscard]] std::string secret_key_id(const SecretString& secret);

}  // namespace gatehouse::token
