// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/app/command_line/command.h"

namespace gatehouse::server {

/// `token inspect`: what a token says, with nothing verified. Needs no platform.
Outcome<Output> inspect_token(CommandContext& context);
/// `token verify`: whether an app with this secret would accept it, and exactly why not. Needs no platform.
Outcome<Output> verify_token(CommandContext& context);

}  // namespace gatehouse::server
