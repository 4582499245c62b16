// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <boost/json.hpp>

#include "server/app/command_line/checkup.h"
#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;

std::string to_line(const Finding& finding) {
  std::string state(to_text(finding.state));
  state.resize(9, ' ');
  std::string subject = finding.subject;
  subject.resize(std::max<std::size_t>(subject.size(), 15), ' ');
  return state + subject + finding.text + (finding.mend.empty() ? "" : "; " + finding.mend) + "\n";
}

Outcome<Output> examine(CommandContext& context) {
  Output output;
  json::array rows;
  for (const Finding& finding : run_checkup(context)) {
    rows.push_back(json::object{{"subject", finding.subject},
                                {"state", to_text(finding.state)},
                                {"text", finding.text},
                                {"mend", finding.mend}});
    output.text += to_line(finding);
    if (finding.state == Finding::State::problem) output.exit_code = kRefused;
  }
  output.json = json::serialize(rows);
  return output;
}

}  // namespace

std::vector<Command> make_doctor_commands() {
  return {{
      .noun = "doctor",
      .verb = "",
      .summary = "Check configuration, data folder, database, keys, mail, clock and public URL",
      .details = "Works whether the server runs or not, and changes nothing. Each line says ok, warning or "
                 "problem,\n"
                 "and how to mend it. Exit status 1 when there is a problem.",
      .example = "doctor --data /var/lib/gatehouse",
      .run = examine,
  }};
}

}  // namespace gatehouse::server
