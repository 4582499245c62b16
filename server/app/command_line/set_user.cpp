// SPDX-License-Identifier: Apache-2.0
#include "server/app/command_line/set_user.h"

#include <boost/json.hpp>

#include "core/http/form.h"
#include "server/app/command_line/option_fields.h"
#include "server/app/command_line/show.h"

namespace gatehouse::server {
namespace {

constexpr OptionField kFields[] = {{"--name", "name", WhenEmpty::empty},
                                   {"--first-name", "firstName", WhenEmpty::empty},
                                   {"--last-name", "lastName", WhenEmpty::empty},
                                   {"--locale", "locale", WhenEmpty::null},
                                   {"--time-zone", "timeZone", WhenEmpty::null}};

}  // namespace

Outcome<Output> set_user(CommandContext& context) {
  const auto body = make_fields(context.invocation, kFields);
  if (body.empty())
    return fail(
        Refusal{"user set needs at least one option to set; see gatehouse user set --help", kWrongUsage});
  const auto id = context.api.find_user_id(context.invocation.get("USER"));
  if (!id) return fail(id.error());
  const auto user = context.api.send(http::Method::patch, "/api/v1/users/" + http::percent_encode(*id), body);
  if (!user) return fail(user.error());
  return make_output(*user, show_lines(user->as_object(), {{"id", "id"},
                                                           {"e-mail", "email"},
                                                           {"name", "name"},
                                                           {"first name", "firstName"},
                                                           {"last name", "lastName"},
                                                           {"locale", "locale"},
                                                           {"time zone", "timeZone"}}));
}

std::vector<Option> set_user_options() {
  return {{"--name", "NAME", "The full name; '' for first plus last name."},
          {"--first-name", "NAME", "The first name."},
          {"--last-name", "NAME", "The last name."},
          {"--locale", "LOCALE", "Preferred language, such as en or de-CH; '' for none."},
          {"--time-zone", "ZONE", "Time zone, such as Europe/Zurich; '' for none."}};
}

}  // namespace gatehouse::server
