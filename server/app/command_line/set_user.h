// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/app/command_line/command_context.h"

namespace gatehouse::server {

/// `user set`: changes what the options name in a user's profile.
[[nodiscard]] Outcome<Output> set_user(CommandContext& context);
[[nodiscard]] std::vector<Option> set_user_options();

}  // namespace gatehouse::server
