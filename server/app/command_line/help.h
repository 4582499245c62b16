// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "server/app/command_line/command.h"

namespace gatehouse::server {

/// What `--help` prints: for the whole program, one noun, or one command.
[[nodiscard]] std::string make_program_help();
[[nodiscard]] std::string make_noun_help(std::string_view noun);
[[nodiscard]] std::string make_command_help(const Command& command);

/// The reference page on the command line (docs/reference/command-line.md), from the same tables.
[[nodiscard]] std::string make_command_line_manual();

}  // namespace gatehouse::server
