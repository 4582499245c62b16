// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/problem.h"

namespace gatehouse::server {

/// The one answer for an app that is not there, and for one that the caller has no business with.
[[nodiscard]] inline http::Response no_such_app() {
  return http::problem(404, "not_found", "There is no such app.");
}

}  // namespace gatehouse::server
