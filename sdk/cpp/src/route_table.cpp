// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/route_table.h"

namespace gatehouse::sdk {

void RouteTable::add(http::Method method, std::string_view pattern, AppRoute route) {
  router_.add(method, pattern, routes_.size());
  routes_.push_back(std::move(route));
}

RouteTable::Found RouteTable::find(http::Method method, std::string_view path) const {
  auto outcome = router_.find(method, path);
  if (auto* match = std::get_if<http::Router::Match>(&outcome)) {
    return {.route = &routes_[match->route], .params = std::move(match->params), .allow = {}};
  }
  if (auto* refused = std::get_if<http::Router::MethodNotAllowed>(&outcome)) {
    return {.route = nullptr, .params = {}, .allow = std::move(refused->allow)};
  }
  return {};
}

}  // namespace gatehouse::sdk
