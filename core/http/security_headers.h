// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/response.h"

namespace gatehouse::http {

/// What every answer for programs carries: never stored, never sniffed, never framed, never a script's
/// document. A field that the response has already is left as it is.
void add_api_security_headers(Response& response);

}  // namespace gatehouse::http
