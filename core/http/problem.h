// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/http/response.h"
#include "core/http/status.h"

namespace gatehouse::http {

/// One bad field of a request body (contract: `errors: [{"field", "message"}]`). `field` is a JSON name or
/// dotted path.
struct FieldError {
  std::string field;
  std::string message;
};

/// An error answer by RFC 9457: application/problem+json with `type` (`about:blank`), `title` (the status
/// phrase), `status`, `detail` (one sentence for people), a stable snake_case `code`, and `errors` when there
/// are any. Carries the headers of `add_api_security_headers`.
[[nodiscard]] Response problem(int status, std::string_view code, std::string_view detail,
                               const std::vector<FieldError>& errors = {});

/// The `code` of such an answer; empty for any other.
[[nodiscard]] std::string problem_code(const Response& response);

}  // namespace gatehouse::http
