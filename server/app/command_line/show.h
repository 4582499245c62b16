// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/fwd.hpp>

#include "server/app/command_line/command.h"

namespace gatehouse::server {

/// The text without control characters, with which it could steer the terminal.
[[nodiscard]] std::string make_harmless(std::string_view text);

/// A member as harmless text for people: lists joined by commas, booleans as yes and no, nothing for null or
/// absent. `user.email` is a member of a member.
[[nodiscard]] std::string show(const boost::json::object& object, std::string_view member);

/// A heading of a table and the member its column shows.
using Column = std::pair<std::string_view, std::string_view>;

/// A table of those columns, or `none` when there are no rows.
[[nodiscard]] std::string show_table(const boost::json::array& rows, const std::vector<Column>& columns,
                                     std::string_view none);
/// One line for each of those members that has a value.
[[nodiscard]] std::string show_lines(const boost::json::object& object, const std::vector<Column>& lines);

[[nodiscard]] Output make_output(const boost::json::value& value, std::string text);
[[nodiscard]] Output make_output(const boost::json::array& rows, const std::vector<Column>& columns,
                                 std::string_view none);

}  // namespace gatehouse::server
