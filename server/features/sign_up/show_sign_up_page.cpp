// SPDX-License-Identifier: Apache-2.0
#include "server/features/sign_up/mount.h"
#include "server/pages/error_page.h"
#include "server/pages/page_response.h"
#include "server/storage/sign_up_policy.h"

namespace gatehouse::server {

Route show_sign_up_page_route(SignUp sign_up) {
  return {.method = http::Method::get,
          .path = "/sign-up",
          .access = Access::anyone(),
          .summary = "Page: sign up, where that is open",
          .handle = [sign_up](const Call& call) {
            const auto policy = sign_up.database.read(load_sign_up_policy);
            if (policy.mode == SignUpPolicy::Mode::off) return error_page(404, "", call.request);
            return page_response(200, "sign-up");
          }};
}

}  // namespace gatehouse::server
