// SPDX-License-Identifier: Apache-2.0
#include "server/pages/error_page.h"

#include "core/http/problem.h"
#include "server/pages/page_response.h"

namespace gatehouse::server {
namespace {

constexpr const char* kDefaultAdvice = "Go back and try again. If it happens again, tell your administrator.";

ErrorText text_of(int status) {
  switch (status) {
    case 401:
      return {"Sign in first", "This page is for people who are signed in.", "Sign in and open it again."};
    case 403:
      return {"You may not open this page", "Your account does not have the rights that this page needs.",
              "If you need it for your work, ask your administrator."};
    case 404:
      return {"Page not found", "This address leads to no page.",
              "Check the address, or go back to where you came from."};
    case 500:
      return {"Something went wrong", "The server ran into a fault of its own. It is not your doing.",
              kDefaultAdvice};
    case 503:
      return {"Busy right now", "The server has more to do than it can answer at the moment.",
              "Wait a moment and load the page again."};
    default:
      return {std::string(http::status_phrase(status)), "The server can't answer this request.",
              kDefaultAdvice};
  }
}

}  // namespace

http::Response error_page(int status, const ErrorText& text, const http::Request& request) {
  return page_response(status, "error",
                       {{"title", text.title},
                        {"happened", text.happened},
                        {"advice", text.advice.empty() ? kDefaultAdvice : text.advice},
                        {"requestId", request.request_id}});
}

http::Response error_page(int status, const std::string& detail, const http::Request& request) {
  auto text = text_of(status);
  if (!detail.empty()) text.happened = detail;
  return error_page(status, text, request);
}

}  // namespace gatehouse::server
