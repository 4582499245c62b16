// SPDX-License-Identifier: Apache-2.0
#include <boost/context/detail/exception.hpp>

#include "gatehouse/middlewares.h"
#include "sdk/cpp/src/exchange.h"

namespace gatehouse {

void Next::operator()() const {
  // A copy kept beyond the request has nothing left to go on with.
  if (turn_->over) return;
  if (turn_->called) return turn_->response.fail("next_called_twice", "a middleware called next() twice");
  turn_->called = true;
  if (turn_->response.answered) {
    turn_->response.incidents.push_back(
        {"next_after_answer", "a middleware called next() after it answered"});
    return;
  }
  turn_->rest();
}

namespace sdk {
namespace {

template <class Work>
void run_guarded(Response::State& state, const char* code, const Work& work) {
  try {
    work();
  } catch (const boost::context::detail::forced_unwind&) {
    throw;  // a fiber being torn down must unwind to its end
  } catch (const std::exception& error) {
    state.fail(code, error.what());
  } catch (...) {
    state.fail(code, "an exception that is no std::exception");
  }
}

void run_from(const std::vector<Middleware>& middlewares, std::size_t index, Request& request,
              Response& response, const Next& next) {
  if (index == middlewares.size()) return next();
  run_middleware(middlewares[index], request, response,
                 [&, index] { run_from(middlewares, index + 1, request, response, next); });
}

}  // namespace

void run_middleware(const Middleware& middleware, Request& request, Response& response,
                    std::function<void()> rest) {
  auto& state = ResponseAccess::state(response);
  const auto turn = std::make_shared<Next::Turn>(Next::Turn{state, std::move(rest)});
  run_guarded(state, "middleware_threw", [&] { middleware(request, response, Next(turn)); });
  turn->over = true;
  if (!turn->called && !state.answered && !state.failed) {
    state.fail("middleware_unfinished", "a middleware returned without an answer and without calling next()");
  }
}

void run_handler(const RouteHandler& handler, Request& request, Response& response) {
  auto& state = ResponseAccess::state(response);
  run_guarded(state, "handler_threw", [&] {
    try {
      handler(request, response);
    } catch (const BadRequest& refusal) {
      response.status(refusal.status()).json({{"error", refusal.what()}});
    }
  });
  if (!state.answered && !state.failed) {
    state.fail("handler_unfinished", "a handler returned without an answer");
  }
}

}  // namespace sdk

Middleware chain(std::vector<Middleware> middlewares) {
  return [list = std::move(middlewares)](Request& request, Response& response, Next next) {
    sdk::run_from(list, 0, request, response, next);
  };
}

}  // namespace gatehouse
