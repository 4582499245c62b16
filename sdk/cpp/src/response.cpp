// SPDX-License-Identifier: Apache-2.0
#include "gatehouse/response.h"

#include "sdk/cpp/src/exchange.h"

namespace gatehouse {

Response& Response::status(int code) {
  if (code < 200 || code > 599)
    throw std::invalid_argument("no status for an answer: " + std::to_string(code));
  if (state_.answered) {
    state_.fail("answered_twice", "the status was set after the answer was complete");
  } else {
    state_.http.status = code;
  }
  return *this;
}

Response& Response::set(std::string_view name, std::string_view value) {
  state_.http.headers.set(name, value);
  return *this;
}

Response& Response::append(std::string_view name, std::string_view value) {
  state_.http.headers.add(name, value);
  return *this;
}

void Response::json(const Json& body) {
  send(body.to_text(), "application/json");
}

void Response::text(std::string body) {
  send(std::move(body), "text/plain; charset=utf-8");
}

void Response::html(std::string body) {
  send(std::move(body), "text/html; charset=utf-8");
}

void Response::send(std::string body, std::string_view content_type) {
  if (state_.answered) return state_.fail("answered_twice", "an answer was written after it was complete");
  state_.http.headers.set("Content-Type", content_type);
  state_.http.body = std::move(body);
  state_.answered = true;
}

void Response::redirect(std::string_view location, int code) {
  if (state_.answered) return state_.fail("answered_twice", "an answer was written after it was complete");
  status(code).set("Location", location);
  state_.answered = true;
}

void Response::end() {
  if (state_.answered) return state_.fail("answered_twice", "an answer was written after it was complete");
  state_.answered = true;
}

bool Response::answered() const {
  return state_.answered;
}

int Response::status_code() const {
  return state_.failed ? 500 : state_.http.status;
}

Response::State& sdk::ResponseAccess::state(Response& response) {
  return response.state_;
}

void sdk::ResponseAccess::answer(Response& response, http::Response with) {
  auto& state = response.state_;
  if (state.answered) return state.fail("answered_twice", "an answer was written after it was complete");
  state.http = std::move(with);
  state.answered = true;
}

}  // namespace gatehouse
