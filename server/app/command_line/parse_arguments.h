// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "server/app/command_line/command.h"

namespace gatehouse::server {

enum class Form { text, json };

/// A command line that could be understood.
struct Arguments {
  enum class Wish { run, help, version } wish = Wish::run;
  std::string noun;                  ///< empty: none was given, only with help or version
  const Command* command = nullptr;  ///< set when wish is run
  Invocation invocation;
  std::map<std::string, std::string> settings;  ///< flags of settings, by key
  Form form = Form::text;
};

struct WrongUsage {
  std::string line;  ///< what is wrong and where to read more
};

/// Understands `NOUN VERB words`, with options before, between or after them, as `--name value` or
/// `--name=value`. `arguments` leaves out the program's own name. The commands must outlive the result.
[[nodiscard]] Result<Arguments, WrongUsage> parse_arguments(std::span<const std::string> arguments,
                                                            std::span<const Command> commands);

}  // namespace gatehouse::server
