// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"
#include "server/app/command_line/named_file.h"
#include "server/app/command_line/show.h"
#include "server/app/command_line/wait_option.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;
using http::Method;

/// One user a line; empty lines are none.
void add_lines(std::string_view text, std::vector<std::string>& users) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) users.emplace_back(line);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
}

Outcome<std::vector<std::string>> read_users(const Invocation& given) {
  auto users = given.all("--user");
  if (const auto path = given.find("--users-file")) {
    const auto text = read_named_file(*path, "a file with one user a line");
    if (!text) return fail(text.error());
    add_lines(*text, users);
  }
  if (users.empty()) return fail(Refusal{"name the users: --user USER or --users-file FILE", kWrongUsage});
  return users;
}

Outcome<json::array> find_ids(CommandContext& context, const std::vector<std::string>& users) {
  json::array ids;
  for (const auto& user : users) {
    const auto id = context.api.find_user_id(user);
    if (!id) return fail(id.error());
    ids.emplace_back(*id);
  }
  return ids;
}

std::string describe(const json::object& answer) {
  std::string text = show(answer, "done") + " changed, " + show(answer, "unchanged") + " were so already, " +
                     show(answer, "refused") + " refused.\n";
  for (const auto& item : answer.at("items").as_array()) {
    const auto& one = item.as_object();
    if (one.at("status") == "refused") text += show(one, "id") + ": " + show(one, "detail") + "\n";
  }
  return text;
}

Outcome<Output> change_many(CommandContext& context) {
  const Invocation& given = context.invocation;
  const auto users = read_users(given);
  if (!users) return fail(users.error());
  const auto query = make_wait_query(given);
  if (!query) return fail(query.error());
  const auto ids = find_ids(context, *users);
  if (!ids) return fail(ids.error());
  const auto& action = given.get("ACTION");
  const json::object body{{"action", action == "sign-out" ? "sign_out" : action},
                          {"ids", *ids},
                          {"mode", given.has("--skip-refused") ? "skip_bad" : "all_or_none"}};
  const auto answer = context.api.send(Method::post, "/api/v1/users/bulk" + *query, body);
  if (!answer) return fail(answer.error());
  return with_unacknowledged(make_output(*answer, describe(answer->as_object())));
}

}  // namespace

std::vector<Command> make_bulk_commands() {
  return {{.noun = "user",
           .verb = "bulk",
           .summary = "Disable, enable, delete or sign out up to 500 users at once",
           .words = {{"ACTION", "disable, enable, delete or sign-out."}},
           .options = {{"--user", "USER", "A user's id or e-mail address; may be repeated.", Need::optional,
                        Repeat::many},
                       {"--users-file", "FILE", "A file with one user a line."},
                       {"--skip-refused", "", "Change the others where one is refused, instead of none."},
                       wait_option()},
           .details =
               "All in one step: where one of them can't be changed so, nobody is, and the reason is told.",
           .example = "user bulk disable --users-file leavers.txt --wait 10s",
           .run = change_many}};
}

}  // namespace gatehouse::server
