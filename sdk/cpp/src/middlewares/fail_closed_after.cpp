// SPDX-License-Identifier: Apache-2.0
#include "gatehouse/env.h"
#include "gatehouse/middlewares.h"
#include "sdk/cpp/src/answers.h"
#include "sdk/cpp/src/exchange.h"

namespace gatehouse {

Middleware fail_closed_after(std::chrono::seconds limit) {
  if (limit < std::chrono::seconds(30)) throw StartError("fail_closed_after: must be at least 30 s");
  return [limit](Request& req, Response& res, Next next) {
    if (sdk::RequestAccess::link(req).staleness() <= limit) return next();
    sdk::ResponseAccess::answer(res, sdk::too_stale());
  };
}

}  // namespace gatehouse
