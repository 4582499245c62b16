// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "core/http/form.h"
#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"
#include "server/app/command_line/show.h"

namespace gatehouse::server {
namespace {

Outcome<Output> show_statistics(CommandContext& context) {
  const auto days = context.invocation.find("--days");
  const auto counted =
      context.api.get("/api/v1/statistics" + (days ? "?days=" + http::percent_encode(*days) : ""));
  if (!counted) return fail(counted.error());
  return make_output(*counted, show_lines(counted->as_object(), {{"users", "users"},
                                                                 {"apps", "apps"},
                                                                 {"counted since", "since"},
                                                                 {"active users", "activeUsers"},
                                                                 {"sign-ins", "signIns"},
                                                                 {"failed", "failures"},
                                                                 {"throttled", "throttled"},
                                                                 {"challenges", "challenges"}}));
}

}  // namespace

std::vector<Command> make_statistics_commands() {
  return {{
      .noun = "stats",
      .verb = "",
      .summary = "Count users, apps and the sign-ins of the last days",
      .options = {{"--days", "NUMBER", "How many days to count back, 1 to 30; 1 by default."}},
      .details = "With --json also by hour and, for active users, by day.",
      .example = "stats --days 7",
      .run = show_statistics,
  }};
}

}  // namespace gatehouse::server
