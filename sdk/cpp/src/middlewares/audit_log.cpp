// SPDX-License-Identifier: Apache-2.0
#include "gatehouse/middlewares.h"

namespace gatehouse {

Middleware audit_log(std::function<void(const AuditRecord&)> write) {
  return [write = std::move(write)](Request& req, Response& res, Next next) {
    next();
    write({.user_id = req.user().id,
           .session_id = req.user().session_id,
           .method = std::string(req.method()),
           .path = req.path(),
           .client_address = req.client_address(),
           .request_id = req.request_id(),
           .status = res.status_code()});
  };
}

}  // namespace gatehouse
