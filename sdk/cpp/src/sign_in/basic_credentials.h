// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/secret_string.h"

namespace gatehouse::sdk {

/// The value of an Authorization header for client_secret_basic (RFC 6749, section 2.3.1).
[[nodiscard]] std::string basic_credentials(const std::string& client_id, const SecretString& secret);

}  // namespace gatehouse::sdk
