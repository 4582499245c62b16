// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/http/router.h"
#include "gatehouse/middleware.h"

namespace gatehouse::sdk {

struct AppRoute {
  enum class Access { guarded, open };
  RouteHandler handler;
  Access access = Access::guarded;
  Middleware guard = {};  ///< runs before the handler of this route alone
};

/// What the app has told us to serve. Filled by one thread, then read by all.
class RouteTable {
 public:
  using Params = std::vector<std::pair<std::string, std::string>>;
  struct Found {
    const AppRoute* route = nullptr;  ///< absent: see `allow`
    Params params;
    std::string allow;  ///< the methods that the path has, when it has any
  };

  void add(http::Method method, std::string_view pattern, AppRoute route);
  [[nodiscard]] Found find(http::Method method, std::string_view path) const;

 private:
  http::Router router_;
  std::vector<AppRoute> routes_;
};

}  // namespace gatehouse::sdk
