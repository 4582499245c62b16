// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "server/app/command_line/command.h"

namespace gatehouse::server {

/// `--wait SECONDS` of commands that end tokens.
[[nodiscard]] Option wait_option();
/// What it adds to the request's path; empty where it isn't given.
[[nodiscard]] Outcome<std::string> make_wait_query(const Invocation& invocation);
/// The output with the instances named that have not heard yet, and exit 1 if there are any.
[[nodiscard]] Output with_unacknowledged(Output output);

}  // namespace gatehouse::server
