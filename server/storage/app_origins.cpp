// SPDX-License-Identifier: Apache-2.0
#include "server/storage/app_origins.h"

#include <algorithm>
#include <string>

namespace gatehouse::server::app_origins {
namespace {

bool is_at(std::string_view uri, std::string_view origin) {
  return uri.starts_with(origin) && (uri.size() == origin.size() || uri[origin.size()] == '/');
}

}  // namespace

bool belongs_to(const App& app, std::string_view origin) {
  if (!is_origin(origin)) return false;
  return app.base_url == origin || std::any_of(app.redirect_uris.begin(), app.redirect_uris.end(),
                                               [&](const auto& uri) { return is_at(uri, origin); });
}

bool exists(sql::Connection& connection, std::string_view origin) {
  if (!is_origin(origin)) return false;
  const std::string below = std::string(origin) + "/";
  const std::string end = std::string(origin) + "0";  // '0' follows '/'
  return !connection
              .query(
                  "select 1 from apps where base_url = ? union all "
                  "select 1 from app_redirect_uris where uri = ? or (uri >= ? and uri < ?) limit 1",
                  origin, origin, below, end)
              .empty();
}

}  // namespace gatehouse::server::app_origins
