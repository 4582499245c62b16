// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/token/key_ring.h"

namespace gatehouse::token {

/// The payload of a JWT that is too large to be read as a token: the state of an app can hold a million
/// revocations. Checks length, signature and `typ`; what the payload says, issuer and audience included, is
/// the caller's to read and check.
[[nodiscard]] Result<std::string, TokenError> open_signed_document(const KeyRing& keys, std::string_view type,
                                                                   std::string_view text,
                                                                   std::size_t longest);

}  // namespace gatehouse::token
