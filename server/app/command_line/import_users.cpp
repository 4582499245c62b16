// SPDX-License-Identifier: Apache-2.0
#include "server/app/command_line/import_users.h"

#include <fstream>
#include <ostream>

#include <boost/json.hpp>

#include "core/base/csv.h"
#include "core/http/form.h"
#include "server/app/command_line/command_context.h"
#include "server/app/command_line/named_file.h"
#include "server/app/command_line/show.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;
using http::Method;

/// Well below what the server takes at once, so that there is progress to show.
constexpr std::size_t kPieceBytes = 256 * 1024;
constexpr int kMostFailures = 10;

/// One import at the platform, removed when this ends.
class Import {
 public:
  Import(CommandContext& context, std::string address) : context_(context), address_(std::move(address)) {}
  ~Import() { (void)context_.api.send(Method::delete_, address_); }
  Import(const Import&) = delete;
  Import& operator=(const Import&) = delete;

  Outcome<void> send_file(std::string_view text) {
    const auto whole = text.size();
    while (!text.empty()) {
      const auto bytes = measure_records(text, kPieceBytes);
      auto taken = context_.api.send_raw(Method::post, address_ + "/rows", "text/csv",
                                         std::string(text.substr(0, bytes)));
      if (!taken) return fail(Refusal{taken.error().line + "; nothing was imported"});
      text.remove_prefix(bytes);
      say("checked", whole - text.size(), whole);
    }
    return {};
  }

  Outcome<json::object> load() {
    auto import = context_.api.get(address_);
    if (!import) return fail(import.error());
    return import->as_object();
  }
  Outcome<json::array> list_bad() { return context_.api.list(address_ + "/rows?bad=true"); }

  /// A large file that comes in as a whole may take longer than an answer is waited for; the server works on
  /// nevertheless, so it is asked how far it is, and called again.
  Outcome<json::object> run(std::string_view mode) {
    for (int failures = 0;;) {
      auto import = context_.api.send(Method::post, address_ + "/run", json::object{{"mode", mode}});
      if (!import) {
        auto now = load();
        if (now && has_ended(*now)) return now;
        if (!now || ++failures > kMostFailures) return fail(import.error());
        continue;
      }
      const auto& object = import->as_object();
      if (show(object, "state") != "running") return object;
      say("imported", object.at("doneLines").to_number<std::size_t>(),
          object.at("lines").to_number<std::size_t>());
    }
  }

 private:
  static bool has_ended(const json::object& import) {
    const auto state = show(import, "state");
    return state == "done" || state == "refused";
  }

  /// Only for people who watch.
  void say(const char* done, std::size_t part, std::size_t whole) {
    if (context_.console.input != Console::Input::terminal || whole == 0) return;
    context_.console.err << "\r" << part * 100 / whole << " % " << done << (part == whole ? "\n" : "")
                         << std::flush;
  }

  CommandContext& context_;
  std::string address_;
};

std::string count(const json::object& import, const char* member, const char* unit) {
  const auto number = import.at(member).to_number<std::int64_t>();
  return std::to_string(number) + " " + unit + (number == 1 ? "" : "s");
}

std::string list_faults(const json::array& bad) {
  std::string lines;
  for (const json::value& row : bad) {
    const json::object& object = row.as_object();
    const auto email = show(object, "email");
    lines += "\n  line " + show(object, "line") + ": " + (email.empty() ? "" : email + ": ") +
             show(object, "field") + " " + show(object, "message");
  }
  return lines;
}

Output make_report(const json::object& import, const json::array& bad, std::string text) {
  json::object report = {
      {"rows", import.at("rows")}, {"bad", import.at("bad")}, {"added", import.at("added")}};
  report["errors"] = bad;
  auto output = make_output(report, std::move(text));
  if (!bad.empty()) output.complaint = "these rows were left out:" + list_faults(bad);
  return output;
}

Outcome<Output> rehearse(Import& import) {
  const auto checked = import.load();
  if (!checked) return fail(checked.error());
  const auto bad = import.list_bad();
  if (!bad) return fail(bad.error());
  auto output = make_report(*checked, *bad,
                            count(*checked, "rows", "row") + " checked, " +
                                count(*checked, "bad", "bad row") + "; nothing was imported.\n");
  if (!bad->empty()) {
    output.exit_code = kRefused;
    output.complaint = "these rows can't be imported:" + list_faults(*bad);
  }
  return output;
}

}  // namespace

Outcome<Output> import_users(CommandContext& context) {
  const auto text = read_named_file(context.invocation.get("FILE"), "a CSV file");
  if (!text) return fail(text.error());
  const auto begun = context.api.send(Method::post, "/api/v1/users/imports", json::object());
  if (!begun) return fail(begun.error());
  Import import(context, "/api/v1/users/imports/" + http::percent_encode(show(begun->as_object(), "id")));
  if (const auto sent = import.send_file(*text); !sent) return fail(sent.error());
  if (context.invocation.has("--dry-run")) return rehearse(import);
  const auto done = import.run(context.invocation.has("--skip-bad") ? "skip_bad" : "all_or_none");
  if (!done) return fail(done.error());
  const auto bad = import.list_bad();
  if (!bad) return fail(bad.error());
  if (show(*done, "state") == "refused") {
    return fail(Refusal{"nothing was imported; mend these rows first, or leave them out with --skip-bad:" +
                        list_faults(*bad)});
  }
  return make_report(*done, *bad, "Imported " + count(*done, "added", "user") + ".\n");
}

Outcome<Output> export_users(CommandContext& context) {
  std::string text;
  std::string cursor;
  do {
    const auto after = cursor.empty() ? "" : "?cursor=" + http::percent_encode(cursor);
    const auto page = context.api.send_raw(Method::get, "/api/v1/users/export" + after);
    if (!page) return fail(page.error());
    text += page->body;
    cursor = page->headers.find("Next-Cursor").value_or("");
  } while (!cursor.empty());
  const auto path = context.invocation.find("FILE");
  if (!path) return Output{json::serialize(json::value(text)), std::move(text)};
  std::ofstream file(*path, std::ios::binary);
  file << text;
  if (!file.flush()) return fail(Refusal{*path + " can't be written"});
  return make_output(json::object{{"file", *path}}, "Wrote " + *path + ".\n");
}

}  // namespace gatehouse::server
