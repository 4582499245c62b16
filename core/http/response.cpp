// SPDX-License-Identifier: Apache-2.0
#include "core/http/response.h"

#include <utility>

namespace gatehouse::http {
namespace {

Response with_type(int status, std::string body, std::string_view type) {
  Response response{.status = status, .headers = {}, .body = std::move(body)};
  response.headers.add("Content-Type", type);
  return response;
}

}  // namespace

Response no_content() {
  return {.status = 204, .headers = {}, .body = {}};
}

Response json_response(int status, std::string body) {
  return with_type(status, std::move(body), "application/json");
}

Response text_response(int status, std::string body) {
  return with_type(status, std::move(body), "text/plain; charset=utf-8");
}

Response html_response(int status, std::string body) {
  return with_type(status, std::move(body), "text/html; charset=utf-8");
}

Response redirect(std::string_view location, int status) {
  Response response{.status = status, .headers = {}, .body = {}};
  response.headers.add("Location", location);
  return response;
}

}  // namespace gatehouse::http
