// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/app/command_line/command.h"

namespace gatehouse::server {

/// `user import FILE`: adds all users of a CSV file, or none, or those whose rows are good.
Outcome<Output> import_users(CommandContext& context);
/// `user export [FILE]`: all users as CSV.
Outcome<Output> export_users(CommandContext& context);

}  // namespace gatehouse::server
