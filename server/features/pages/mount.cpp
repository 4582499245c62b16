// SPDX-License-Identifier: Apache-2.0
#include "server/features/pages/mount.h"

#include "server/features/pages/serve_asset.h"
#include "server/features/pages/serve_brand.h"
#include "server/features/pages/show_account.h"
#include "server/features/pages/show_console.h"
#include "server/features/pages/show_set_up.h"
#include "server/features/pages/show_sign_in.h"
#include "server/pages/page_response.h"
#include "server/pages/return_address.h"

namespace gatehouse::server {

void mount_pages(Routes& routes, sql::Database& database) {
  routes.push_back(show_sign_in_route({database}));
  routes.push_back(show_set_up_route({database}));
  routes.push_back(show_account_route());
  // Looking at a mailed link uses nothing up: the page sends its token by POST when somebody says so.
  routes.push_back({.method = http::Method::get,
                    .path = "/reset-password",
                    .access = Access::anyone(),
                    .summary = "Page: ask for a new password, or set it with a mailed link",
                    .handle = [](const Call&) { return page_response(200, "reset-password"); }});
  routes.push_back({.method = http::Method::get,
                    .path = "/verify-email",
                    .access = Access::anyone(),
                    .summary = "Page: confirm an e-mail address, or its change, with a mailed link",
                    .handle = [](const Call&) { return page_response(200, "verify-email"); }});
  for (auto& route : show_console_routes()) routes.push_back(std::move(route));
  for (auto& route : serve_brand_routes(database)) routes.push_back(std::move(route));
  routes.push_back({.method = http::Method::get,
                    .path = "/signed-out",
                    .access = Access::anyone(),
                    .summary = "Page: the session has ended",
                    .handle = [](const Call&) { return page_response(200, "signed-out"); }});
  routes.push_back({.method = http::Method::get,
                    .path = "/",
                    .access = Access::anyone(),
                    .summary = "Leads to the own account",
                    .handle = [](const Call&) { return http::redirect(kDefaultPage); }});
  routes.push_back({.method = http::Method::get,
                    .path = "/assets/{file}",
                    .access = Access::anyone(),
                    .summary = "A file that pages load",
                    .handle = [](const Call& call) { return serve_asset(call.request); }});
}

}  // namespace gatehouse::server
