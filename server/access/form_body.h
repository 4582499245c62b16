// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/http/form.h"
#include "core/http/request.h"

namespace gatehouse::server {

enum class FormBodyFault {
  wrong_content_type,
  too_large,
  malformed,  ///< broken percent-encoding or UTF-8, NUL, or too many parameters
};

/// Reads an `application/x-www-form-urlencoded` body of at most 64 KiB. Repeated parameters are the caller's
/// to refuse.
[[nodiscard]] Result<http::FormParameters, FormBodyFault> parse_form_body(const http::Request& request);

}  // namespace gatehouse::server
