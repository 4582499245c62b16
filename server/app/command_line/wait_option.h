// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <boost/json/fwd.hpp>

#include "server/app/command_line/command.h"

namespace gatehouse::server {

/// `--wait SECONDS` of commands that end tokens.
[[nodiscard]] Option wait_option();
/// What it adds to the request's path; empty where it isn't given.
[[nodiscard]] Outcome<std::string> make_wait_query(const Invocation& invocation);
/// What such a command was answered: nothing but who has not heard, or nothing at all where it did not wait.
[[nodiscard]] boost::json::object members_of(const boost::json::value& answer);
/// The output with the instances named that have not heard yet, and exit 1 if there are any.
[[nodiscard]] Output with_unacknowledged(Output output);

}  // namespace gatehouse::server
