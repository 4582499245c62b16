// SPDX-License-Identifier: Apache-2.0
#include "server/session/password_service.h"

#include "core/http/problem.h"

namespace gatehouse::server {

http::Response overloaded() {
  auto response = http::problem(503, "overloaded", "The service is busy just now. Try again in a moment.");
  response.headers.set("Retry-After", "1");
  return response;
}

}  // namespace gatehouse::server
