// SPDX-License-Identifier: Apache-2.0
#include "server/features/pages/show_sign_in.h"

#include "core/http/form.h"
#include "server/pages/page_response.h"
#include "server/pages/return_address.h"
#include "server/storage/apps.h"
#include "server/storage/sign_up_policy.h"

namespace gatehouse::server {
namespace {

/// The parameters of an address; none where they can't be read.
http::FormParameters parameters_of(std::string_view address) {
  const auto mark = address.find('?');
  if (mark == std::string_view::npos) return {};
  return http::parse_form(address.substr(mark + 1)).value_or(http::FormParameters{});
}

std::optional<App> find_app(sql::Database& database, std::optional<std::string_view> client_id) {
  if (!client_id || !is_app_id(*client_id)) return std::nullopt;
  return database.read(
      [&](sql::Connection& connection) { return apps::find(connection, AppId(std::string(*client_id))); });
}

}  // namespace

http::Response ShowSignIn::operator()(const Call& call) const {
  const auto query = http::parse_form(call.request.query).value_or(http::FormParameters{});
  const std::string return_to = safe_return_address(query.find("return_to"));
  if (!call.caller.is_anonymous() && query.find("prompt") != "login") return http::redirect(return_to);

  const auto asked = parameters_of(return_to);
  const auto app = find_app(database, asked.find("client_id"));
  const bool may_sign_up = database.read(load_sign_up_policy).mode != SignUpPolicy::Mode::off;
  return page_response(200, "sign-in", {},
                       {.app_id = app ? app->id.value() : std::string(),
                        .app_name = app ? app->name : std::string(),
                        .email = std::string(asked.find("login_hint").value_or("")),
                        .sign_up = may_sign_up,
                        .return_to = return_to});
}

Route show_sign_in_route(ShowSignIn show) {
  return {.method = http::Method::get,
          .path = "/sign-in",
          .access = Access::anyone(),
          .summary = "Page: sign in",
          .query = {{"return_to", "path on this server to go to afterwards"},
                    {"prompt", "`login`: show the form to those who are signed in, too"}},
          .handle = show};
}

}  // namespace gatehouse::server
