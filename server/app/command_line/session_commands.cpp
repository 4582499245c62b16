// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "core/http/form.h"
#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"
#include "server/app/command_line/show.h"
#include "server/app/command_line/wait_option.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;
using http::Method;

const Option kUser{"--user", "USER", "The user's id or e-mail address."};

Outcome<Output> list_sessions(CommandContext& context) {
  std::string path = "/api/v1/sessions";
  if (const auto user = context.invocation.find("--user")) {
    const auto id = context.api.find_user_id(*user);
    if (!id) return fail(id.error());
    path += "?user=" + http::percent_encode(*id);
  } else if (const auto address = context.invocation.find("--address")) {
    path += "?address=" + http::percent_encode(*address);
  }
  const auto sessions = context.api.list(path);
  if (!sessions) return fail(sessions.error());
  return make_output(*sessions,
                     {{"ID", "id"},
                      {"USER", "user.email"},
                      {"DEVICE", "device"},
                      {"ADDRESS", "clientAddress"},
                      {"SIGNED IN", "createdAt"},
                      {"LAST SEEN", "lastSeenAt"}},
                     "Nobody is signed in.");
}

Output ended(const json::value& answer) {
  const auto count = answer.at("ended").to_number<std::int64_t>();
  return with_unacknowledged(make_output(
      answer, std::to_string(count) + (count == 1 ? " session has" : " sessions have") + " ended.\n"));
}

Outcome<Output> end_one(CommandContext& context, const std::string& id, const std::string& wait) {
  const auto done = context.api.send(Method::delete_, "/api/v1/sessions/" + http::percent_encode(id) + wait);
  if (!done) return fail(done.error());
  auto answer = members_of(*done);
  answer["ended"] = 1;
  return ended(answer);
}

Outcome<Output> end_all_of(CommandContext& context, const std::string& user, const std::string& wait) {
  const auto id = context.api.find_user_id(user);
  if (!id) return fail(id.error());
  const auto answer =
      context.api.send(Method::delete_, "/api/v1/users/" + http::percent_encode(*id) + "/sessions" + wait);
  if (!answer) return fail(answer.error());
  return ended(*answer);
}

Outcome<Output> end_everybodys(CommandContext& context, const std::string& wait) {
  const auto answer = context.api.send(Method::post, "/api/v1/sessions/end-all" + wait,
                                       json::object{{"confirm", "everybody"}});
  if (!answer) return fail(answer.error());
  return ended(*answer);
}

Outcome<Output> end_sessions(CommandContext& context) {
  const auto id = context.invocation.find("ID");
  const auto user = context.invocation.find("--user");
  const bool everybody = context.invocation.has("--everybody");
  if (int(id.has_value()) + int(user.has_value()) + int(everybody) != 1)
    return fail(Refusal{"say which: the id of a session, or --user USER, or --everybody", kWrongUsage});
  const auto wait = make_wait_query(context.invocation);
  if (!wait) return fail(wait.error());
  if (everybody) return end_everybodys(context, *wait);
  return user ? end_all_of(context, *user, *wait) : end_one(context, *id, *wait);
}

}  // namespace

std::vector<Command> make_session_commands() {
  return {
      {.noun = "session",
       .verb = "list",
       .summary = "List who is signed in where, newest first",
       .options = {kUser, {"--address", "ADDRESS", "Only sessions from this address."}},
       .example = "session list --user ada@example.com",
       .run = list_sessions},
      {.noun = "session",
       .verb = "end",
       .summary = "End a session, all of a user, or everybody's",
       .words = {{"ID", "The session's id.", Need::optional}},
       .options = {kUser, {"--everybody", "", "Everybody's sessions."}, wait_option()},
       .details = "Refresh tokens end with their session. Who was signed in has to sign in again.",
       .example = "session end --user ada@example.com --wait 10s",
       .run = end_sessions},
  };
}

}  // namespace gatehouse::server
