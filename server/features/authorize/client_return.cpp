// SPDX-License-Identifier: Apache-2.0
#include "server/features/authorize/client_return.h"

#include "server/features/authorize/form_post.h"
#include "server/storage/apps.h"

namespace gatehouse::server {

http::Response ClientReturn::answer(http::FormParameters parameters, std::string_view issuer) const {
  if (state) parameters.add("state", *state);
  parameters.add("iss", std::string(issuer));
  if (response_mode == ResponseMode::form_post) return form_post_response(redirect_uri, parameters);
  auto location = redirect_uri;
  char separator = redirect_uri.find('?') == std::string::npos ? '?' : '&';
  for (const auto& [name, value] : parameters.pairs()) {
    location += separator + http::percent_encode(name) + '=' + http::percent_encode(value);
    separator = '&';
  }
  auto response = http::redirect(location);
  response.headers.set("Cache-Control", "no-store");
  // The address bar holds the request's parameters until the redirect is followed.
  response.headers.set("Referrer-Policy", "no-referrer");
  return response;
}

Result<ClientReturn, std::string> find_client_return(sql::Database& database,
                                                     const http::FormParameters& parameters) {
  const auto client_id = parameters.find("client_id");
  auto app = client_id && is_app_id(*client_id) ? database.read([&](sql::Connection& connection) {
    return apps::find(connection, AppId(std::string(*client_id)));
  })
                                                : std::nullopt;
  if (!app) return fail(std::string("The address that led here names no app that is registered."));
  const auto uri = parameters.find("redirect_uri");
  if (!uri || !app->has_redirect_uri(*uri)) {
    return fail("The address that led here wants to go on to a place that is not registered for " +
                app->name + ".");
  }
  ClientReturn found{std::move(*app), std::string(*uri), std::nullopt, ResponseMode::query};
  if (const auto state = parameters.find("state"); state && !state->empty())
    found.state = std::string(*state);
  if (parameters.find("response_mode") == "form_post") found.response_mode = ResponseMode::form_post;
  return found;
}

}  // namespace gatehouse::server
