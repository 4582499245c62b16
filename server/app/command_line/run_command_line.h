// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "core/base/clock.h"
#include "server/app/command_line/console.h"
#include "server/app/command_line/transport.h"
#include "server/config/environment.h"

namespace gatehouse::server {

/// Runs one command line and returns the program's exit status. `arguments` leaves out the program's name.
[[nodiscard]] int run_command_line(std::span<const std::string> arguments, const Environment& environment,
                                   const Clock& clock, Console& console, Platform& platform);

}  // namespace gatehouse::server
