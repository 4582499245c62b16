// SPDX-License-Identifier: Apache-2.0
#include "gatehouse/middlewares.h"

namespace gatehouse {

Middleware dynamic_permissions(std::function<std::vector<std::string>(const Request&)> load) {
  return [load = std::move(load)](Request& req, Response&, Next next) {
    req.set_permissions(load(req));
    next();
  };
}

}  // namespace gatehouse
