// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "server/app/command_line/command.h"

namespace gatehouse::server {

/// The bytes of a file that a word or option names; `hint` says what to name where it can't be read.
[[nodiscard]] Outcome<std::string> read_named_file(const std::string& path, std::string_view hint);

}  // namespace gatehouse::server
