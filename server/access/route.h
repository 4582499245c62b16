// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/http/method.h"
#include "core/http/request.h"
#include "core/http/response.h"
#include "server/access/access.h"
#include "server/access/body.h"
#include "server/access/shape.h"

namespace gatehouse::server {

/// One request to a route by a caller who may make it.
struct Call {
  const http::Request& request;
  const Caller& caller;
};

/// A query parameter that a route takes.
struct QueryParameter {
  std::string name;
  std::string description;
};

/// One thing the platform does over HTTP: a handler, who may call it, and what it takes. The table of all
/// routes is data: dispatch, OpenAPI and the tests of who may call what are made from it. Under /api/v1/ a
/// query parameter that isn't in `query` is refused, and so is any body where neither `body` nor `uploads`
/// says what it may be.
struct Route {
  http::Method method;
  std::string path;  ///< pattern of core/http/router.h
  Access access;
  std::string summary;  ///< one sentence for OpenAPI
  std::vector<Field> body = {};
  std::vector<std::string> uploads = {};  ///< content types of a body that the handler reads itself
  std::vector<QueryParameter> query = {};
  std::vector<Success> answers = {};       ///< all that come when the route does what it is for
  std::vector<ProblemCode> refusals = {};  ///< beyond those that follow from the rest of the route
  std::function<http::Response(const Call&)> handle;
};

using Routes = std::vector<Route>;

}  // namespace gatehouse::server
