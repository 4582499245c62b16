// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "core/http/form.h"
#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"
#include "server/app/command_line/show.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;
using http::Method;

const Option kApp{"--app", "ID", "The app's id.", Need::required};
const Option kPermission{"--permission", "PERMISSION", "A permission of the app; may be repeated.",
                         Need::required, Repeat::many};

std::string permissions_path(CommandContext& context) {
  return "/api/v1/apps/" + http::percent_encode(context.invocation.get("--app")) + "/permissions";
}

Output show_permissions(const json::array& permissions) {
  return make_output(permissions, {{"PERMISSION", "name"}, {"STATE", "state"}, {"DECLARED", "declared"}},
                     "The app has no permissions yet; it declares them at its start, or gatehouse role add "
                     "types them in.");
}

Outcome<Output> list_permissions(CommandContext& context) {
  const auto permissions = context.api.list(permissions_path(context));
  if (!permissions) return fail(permissions.error());
  return show_permissions(*permissions);
}

/// `verb` is the member of the request that names them.
Command::Run decide(std::string_view verb) {
  return [verb](CommandContext& context) -> Outcome<Output> {
    const auto decided =
        context.api.send(Method::post, permissions_path(context) + "/decide",
                         json::object{{verb, json::value_from(context.invocation.all("--permission"))}});
    if (!decided) return fail(decided.error());
    return show_permissions(decided->as_object().at("items").as_array());
  };
}

}  // namespace

std::vector<Command> make_permission_commands() {
  return {
      {.noun = "permission",
       .verb = "list",
       .summary = "List what an app's roles can be made of",
       .options = {kApp},
       .example = "permission list --app orders",
       .run = list_permissions},
      {.noun = "permission",
       .verb = "accept",
       .summary = "Accept permissions that an app declares, or type them in",
       .options = {kApp, kPermission},
       .example = "permission accept --app orders --permission orders:delete",
       .run = decide("accept")},
      {.noun = "permission",
       .verb = "reject",
       .summary = "Reject permissions that an app declares",
       .options = {kApp, kPermission},
       .details = "One that a role has must be taken from the role first.",
       .example = "permission reject --app orders --permission orders:delete",
       .run = decide("reject")},
  };
}

}  // namespace gatehouse::server
