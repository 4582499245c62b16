// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/http/request.h"
#include "core/http/response.h"
#include "gatehouse/middleware.h"
#include "sdk/cpp/src/live_link/link_port.h"

namespace gatehouse::sdk {

/// Finds a data source by name; throws std::out_of_range.
using FindDataSource = std::function<DataSource&(std::string_view name)>;

struct Incident {
  std::string code;
  std::string detail;
};

}  // namespace gatehouse::sdk

namespace gatehouse {

struct Request::Context {
  const http::Request& http;
  const Clock& clock;
  const sdk::FindDataSource* find_data_source = nullptr;
  const sdk::LinkPort* link = nullptr;  ///< absent where there is no platform
  std::shared_ptr<const User> user = nullptr;
  std::vector<std::pair<std::string, std::string>> params = {};
  std::string renewed_token = {};  ///< in place of the one that came with the request
};

/// Failures are remembered here and not thrown, so that no `catch` of a middleware can turn the failure of
/// what comes after it into an answer of its own.
struct Response::State {
  http::Response http;
  bool answered = false;
  bool failed = false;
  std::vector<sdk::Incident> incidents;

  void fail(std::string code, std::string detail) {
    failed = true;
    incidents.push_back({std::move(code), std::move(detail)});
  }
};

struct Next::Turn {
  Response::State& response;
  std::function<void()> rest;
  bool called = false;
  bool over = false;  ///< the middleware has returned; `response` may be gone
};

namespace sdk {

/// Runs one middleware by the rules of `Middleware`; `rest` is what its `next()` goes on with.
void run_middleware(const Middleware& middleware, Request& request, Response& response,
                    std::function<void()> rest);

/// Runs a handler; what it throws and leaves unanswered ends up in the response's state.
void run_handler(const RouteHandler& handler, Request& request, Response& response);

/// What middlewares need besides the request's own content.
struct RequestAccess {
  static const Clock& clock(const Request& request);
  /// Throws std::logic_error where the app has no platform.
  static const LinkPort& link(const Request& request);
  /// The token that let the request in; empty where there is none.
  static std::string token(const Request& request);
};

/// The state behind a response, for middlewares that run others.
struct ResponseAccess {
  static Response::State& state(Response& response);
  static void answer(Response& response, http::Response with);
};

}  // namespace sdk
}  // namespace gatehouse
