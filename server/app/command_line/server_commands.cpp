// SPDX-License-Identifier: Apache-2.0
#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"

namespace gatehouse::server {
namespace {

Outcome<Output> serve(CommandContext& context) {
  const auto served = context.platform.serve(*context.settings);
  if (!served) return fail(served.error());
  return Output{};
}

}  // namespace

std::vector<Command> make_server_commands() {
  return {{
      .noun = "serve",
      .verb = "",
      .summary = "Run the platform",
      .details =
          "Serves until it gets SIGTERM or SIGINT, then lets running requests end and stops with exit 0.\n"
          "The first start creates the data folder, the keys and the database, and prints a one-time\n"
          "link to make the first administrator.",
      .example = "serve --data /var/lib/gatehouse --public-url https://auth.example.com",
      .run = serve,
  }};
}

}  // namespace gatehouse::server
