// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <fstream>

#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "core/http/form.h"
#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"
#include "server/app/command_line/show.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;

const std::vector<Option> kFilters = {
    {"--actor", "WHO", "Only what this user (id or e-mail address), app, `operator` or `anonymous` did."},
    {"--action", "ACTION", "Only events of this kind, as user.sign_in."},
    {"--app", "ID", "Only events of this app."},
    {"--target", "ID", "Only what was done to this; a user may be named by e-mail address."},
    {"--outcome", "OUTCOME", "Only events that ended so: success or failure."},
    {"--from", "TIME",
     "Only events at this moment or later, as 2026-11-23T00:00:00Z, or so long ago, as 7d."},
    {"--to", "TIME", "Only events before this moment, written likewise."}};

/// `7d` is that long before now; anything else is for the API to judge.
std::string to_time(const Clock& clock, const std::string& text) {
  const auto ago = parse_duration(text);
  return ago ? to_rfc3339(clock.now() - *ago) : text;
}

/// The list's address with the filters that were given.
Outcome<std::string> filtered_path(CommandContext& context) {
  std::string path = "/api/v1/audit-events";
  for (const auto& option : kFilters) {
    auto value = context.invocation.find(option.name);
    if (!value) continue;
    const auto name = option.name.substr(2);
    if (name == "actor" || name == "target") {
      auto id = context.api.find_user_id(*value);
      if (!id) return fail(id.error());
      value = std::move(*id);
    } else if (name == "from" || name == "to") {
      value = to_time(context.clock, *value);
    }
    path +=
        (path.find('?') == path.npos ? "?" : "&") + std::string(name) + "=" + http::percent_encode(*value);
  }
  return path;
}

Outcome<Output> list_events(CommandContext& context) {
  const auto path = filtered_path(context);
  if (!path) return fail(path.error());
  const auto events = context.api.list(*path);
  if (!events) return fail(events.error());
  return make_output(*events,
                     {{"ID", "id"},
                      {"AT", "at"},
                      {"ACTION", "action"},
                      {"OUTCOME", "outcome"},
                      {"REASON", "reason"},
                      {"ACTOR", "actor"},
                      {"TARGET", "target"},
                      {"APP", "appId"},
                      {"ADDRESS", "clientAddress"}},
                     "There are no such events.");
}

constexpr std::array kMembers{"id",     "at",    "action",    "outcome",       "reason",   "actor",
                              "target", "appId", "sessionId", "clientAddress", "requestId"};

/// RFC 4180. What a spreadsheet would take for a formula gets an apostrophe before it.
std::string to_csv_cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos)
    text.insert(0, 1, '\'');
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string to_csv_line(const json::object& event) {
  std::string line;
  for (const char* member : kMembers)
    line += (line.empty() ? "" : ",") + to_csv_cell(std::string(event.at(member).as_string()));
  return line + "\r\n";
}

std::string csv_heading() {
  std::string line;
  for (const char* member : kMembers) line += (line.empty() ? "" : ",") + std::string(member);
  return line + "\r\n";
}

/// Writes page after page, so that a long log needs no memory. How many events were written.
Outcome<std::int64_t> write_events(CommandContext& context, const std::string& path, bool as_csv,
                                   std::ostream& out) {
  std::int64_t written = 0;
  std::string cursor;
  if (as_csv) out << csv_heading();
  do {
    const char* join = path.find('?') == path.npos ? "?" : "&";
    const auto page = context.api.get(path + join + "limit=500" +
                                      (cursor.empty() ? "" : "&cursor=" + http::percent_encode(cursor)));
    if (!page) return fail(page.error());
    for (const auto& event : page->at("items").as_array()) {
      out << (as_csv ? to_csv_line(event.as_object()) : json::serialize(event) + "\n");
      ++written;
    }
    cursor = show(page->as_object(), "nextCursor");
  } while (!cursor.empty() && out);
  return written;
}

Outcome<Output> export_events(CommandContext& context) {
  const auto format = context.invocation.find("--format").value_or("jsonl");
  if (format != "jsonl" && format != "csv")
    return fail(Refusal{"--format is neither jsonl nor csv", kWrongUsage});
  const auto path = filtered_path(context);
  if (!path) return fail(path.error());
  const auto& name = context.invocation.get("FILE");
  std::ofstream file(name, std::ios::binary | std::ios::trunc);
  const auto written = write_events(context, *path, format == "csv", file);
  if (!written) return fail(written.error());
  file.close();
  if (!file) return fail(Refusal{name + " can't be written; name another file or make room"});
  return make_output(json::object{{"file", name}, {"events", *written}},
                     "Written to " + name + ": " + std::to_string(*written) + " events.\n");
}

std::vector<Option> export_options() {
  auto options = kFilters;
  options.insert(options.begin(),
                 {"--format", "FORMAT", "jsonl (one JSON object a line, the default) or csv."});
  return options;
}

Outcome<Output> verify_chain(CommandContext& context) {
  const auto checked = context.api.send(http::Method::post, "/api/v1/operator/audit-events/verify");
  if (!checked) return fail(checked.error());
  const auto& object = checked->as_object();
  auto output = make_output(*checked, "The chain holds; events checked: " + show(object, "checked") + ".\n");
  if (!object.at("firstBroken").is_null()) {
    output.text.clear();
    output.exit_code = kRefused;
    output.complaint =
        "The audit log was tampered with: event " + show(object, "firstBroken") +
        " is the first that was changed, is missing or follows a gap. Compare it with your backup.";
  }
  return output;
}

}  // namespace

std::vector<Command> make_audit_commands() {
  return {{.noun = "audit",
           .verb = "list",
           .summary = "Show the audit log, newest first",
           .options = kFilters,
           .example = "audit list --actor ada@example.com --outcome failure --from 7d",
           .run = list_events},
          {.noun = "audit",
           .verb = "export",
           .summary = "Write the audit log to a file, newest first",
           .words = {{"FILE", "The file to write; what it holds is replaced."}},
           .options = export_options(),
           .example = "audit export audit.csv --format csv --from 30d",
           .run = export_events},
          {.noun = "audit",
           .verb = "verify",
           .summary = "Check that no event of the audit log was changed or removed",
           .details =
               "Each event carries a hash over itself and the one before. Exit status 1 and the first broken "
               "event when the chain does not hold.",
           .example = "audit verify",
           .run = verify_chain}};
}

}  // namespace gatehouse::server
