// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/token/verified_token.h"
#include "gatehouse/user.h"

namespace gatehouse::sdk {

[[nodiscard]] User to_user(const token::VerifiedToken& token);

}  // namespace gatehouse::sdk
