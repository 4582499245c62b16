// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/problem.h"

namespace gatehouse::server {

[[nodiscard]] inline http::Response sign_up_closed() {
  return http::problem(404, "not_found", "Signing up is not open here.");
}

}  // namespace gatehouse::server
