// SPDX-License-Identifier: Apache-2.0
#include "server/features/pages/show_set_up.h"

#include "server/pages/error_page.h"
#include "server/pages/page_response.h"
#include "server/storage/platform_state.h"

namespace gatehouse::server {

Route show_set_up_route(ShowSetUp show) {
  return {.method = http::Method::get,
          .path = "/setup",
          .access = Access::anyone(),  // the token in the link decides when the form is sent
          .summary = "Page: make the first administrator",
          .handle = [show](const Call& call) {
            const bool closed = show.database.read([](sql::Connection& connection) {
              return platform_state::find(connection, platform_state::kSetUpClosed).has_value();
            });
            if (!closed) return page_response(200, "setup");
            return error_page(404,
                              {"Set-up is done",
                               "The first administrator was made already, so this page is closed for good.",
                               "Sign in with that account. It can make more administrators."},
                              call.request);
          }};
}

}  // namespace gatehouse::server
