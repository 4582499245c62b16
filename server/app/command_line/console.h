// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "core/base/secret_string.h"
#include "server/app/command_line/command.h"

namespace gatehouse::server {

/// Where a command reads and writes: results to `out`, everything else to `err`.
struct Console {
  enum class Input { piped, terminal };
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  Input input = Input::piped;
};

/// One line of standard input without its newline; on a terminal asked for by `prompt` and not echoed.
/// Refused when there is no line, or an empty one.
[[nodiscard]] Outcome<SecretString> read_secret(Console& console, std::string_view prompt);

/// One line of standard input, as above but echoed and without a prompt.
[[nodiscard]] Outcome<std::string> read_line(Console& console, std::string_view what);

}  // namespace gatehouse::server
