// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include "gatehouse/request.h"
#include "gatehouse/response.h"

namespace gatehouse {

/// Goes on with the request: the next middleware, in the end the route. Returns when that is done; what goes
/// wrong there is answered with 500 and does not come out here. To be called at most once, before the
/// middleware returns; a second call answers 500, one after an answer was made is ignored.
class Next {
 public:
  struct Turn;  // private to the library
  explicit Next(std::shared_ptr<Turn> turn) : turn_(std::move(turn)) {}
  void operator()() const;

 private:
  std::shared_ptr<Turn> turn_;
};

/// Either answers (`return res.status(403).json(...)`), which ends the request there, or calls `next()`.
/// One that does neither, or throws, gives a 500 that says nothing of the cause. Called from any thread of
/// the server.
using Middleware = std::function<void(Request& req, Response& res, Next next)>;

/// Answers a request. May wait (fetch, data sources): that suspends the fiber, not the thread.
using RouteHandler = std::function<void(Request& req, Response& res)>;

}  // namespace gatehouse
