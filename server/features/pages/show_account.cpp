// SPDX-License-Identifier: Apache-2.0
#include "server/features/pages/show_account.h"

#include "server/features/pages/page_viewer.h"
#include "server/pages/page_response.h"

namespace gatehouse::server {

Route show_account_route() {
  return {.method = http::Method::get,
          .path = "/account",
          .access = Access::anyone(),  // the page itself tells nothing; who is not signed in is redirected
          .summary = "Page: own account",
          .handle = [](const Call& call) {
            if (call.caller.is_anonymous()) return http::redirect("/sign-in?return_to=%2Faccount");
            return page_response(200, "account", {}, {.viewer = make_page_viewer(call.caller)});
          }};
}

}  // namespace gatehouse::server
