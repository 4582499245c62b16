// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/secret_string.h"
#include "gatehouse/secret_key.h"

namespace gatehouse::sdk {

/// One secret or two, `current,next`; the error says what is wrong with them and what to do.
[[nodiscard]] Result<std::vector<SecretString>, std::string> parse_secrets(const SecretKey& key);

}  // namespace gatehouse::sdk
