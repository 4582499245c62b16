// SPDX-License-Identifier: Apache-2.0
#include "server/app/command_line/wait_option.h"

#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "server/app/command_line/show.h"

namespace gatehouse::server {

namespace json = boost::json;

Option wait_option() {
  return {"--wait", "DURATION",
          "Return once every live instance of every app has heard of it, at most after 1s to 60s."};
}

Outcome<std::string> make_wait_query(const Invocation& invocation) {
  const auto text = invocation.find("--wait");
  if (!text) return std::string();
  const auto duration = parse_duration(*text);
  if (!duration || duration->count() < 1 || duration->count() > 60) {
    return fail(Refusal{"--wait \"" + *text + "\" must be 1s to 60s; write for example 10s", kWrongUsage});
  }
  return "?wait=" + std::to_string(duration->count());
}

json::object members_of(const json::value& answer) {
  const auto* object = answer.if_object();
  return object == nullptr ? json::object() : *object;
}

Output with_unacknowledged(Output output) {
  json::error_code error;
  const auto answer = json::parse(output.json, error);
  const auto* object = error ? nullptr : answer.if_object();
  const auto* behind = object == nullptr ? nullptr : object->if_contains("unacknowledged");
  if (behind == nullptr || !behind->is_array()) return output;
  if (behind->as_array().empty()) {
    output.text += "Every live instance has heard of it.\n";
    return output;
  }
  output.exit_code = kRefused;
  output.complaint = "it is done, but not every live instance has heard of it yet:";
  for (const auto& instance : behind->as_array()) {
    const auto& one = instance.as_object();
    output.complaint += ' ' + show(one, "appId") + '@' + show(one, "name");
  }
  return output;
}

}  // namespace gatehouse::server
