// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include <boost/json.hpp>

#include "server/app/command_line/command.h"

namespace gatehouse::server {

/// What an option with an empty value asks for.
enum class WhenEmpty { empty, null };

/// A text option and the field of the API that it sets.
struct OptionField {
  std::string_view option;
  std::string_view field;
  WhenEmpty when_empty = WhenEmpty::null;
};

/// A request's body of the options that were given.
[[nodiscard]] boost::json::object make_fields(const Invocation& given, std::span<const OptionField> fields);

/// What the person wrote for a field that the API names in an error: `--expires` for `expiresInSeconds`. The
/// field itself where the command has no such option.
[[nodiscard]] std::string name_of_field(const Command& command, std::string_view field);

}  // namespace gatehouse::server
