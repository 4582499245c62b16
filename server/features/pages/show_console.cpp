// SPDX-License-Identifier: Apache-2.0
#include "server/features/pages/show_console.h"

#include "core/http/form.h"
#include "server/features/pages/page_viewer.h"
#include "server/pages/error_page.h"
#include "server/pages/page_response.h"

namespace gatehouse::server {
namespace {

http::Response show_console(const Call& call) {
  if (call.caller.is_anonymous()) {
    auto address = call.request.path;
    if (!call.request.query.empty()) address += "?" + call.request.query;
    return http::redirect("/sign-in?return_to=" + http::percent_encode(address));
  }
  const bool sees_some_app = call.caller.may_somewhere(AppPermission::view_app);
  if (!call.caller.may(PlatformPermission::view_platform) && !sees_some_app) {
    return error_page(403,
                      {"This is for administrators", "Your account may not look after this platform.",
                       "Your own profile, apps and devices are in your account."},
                      call.request);
  }
  return page_response(200, "console", {}, {.viewer = make_page_viewer(call.caller)});
}

}  // namespace

Routes show_console_routes() {
  Routes routes;
  // As deep as the console's addresses go: /console/apps/{id}/members.
  for (const char* path :
       {"/console", "/console/{page}", "/console/{page}/{id}", "/console/{page}/{id}/{part}"}) {
    routes.push_back({.method = http::Method::get,
                      .path = path,
                      .access = Access::anyone(),  // the page itself tells nothing; the API judges each call
                      .summary = "Page: the console for administrators",
                      .handle = show_console});
  }
  return routes;
}

}  // namespace gatehouse::server
