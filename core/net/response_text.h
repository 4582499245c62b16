// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/http/response.h"

namespace gatehouse::net {

enum class AfterAnswer { keep_open, close };

/// The status line and header of an answer as they go on the wire, the empty line included. Fields that are
/// the network layer's to write are left out of `response.headers`.
[[nodiscard]] std::string head_text(const http::Response& response, std::string_view date,
                                    std::string_view request_id, AfterAnswer after);

/// 1xx, 204 and 304 have no content (RFC 9110, section 6.4.1).
[[nodiscard]] bool may_have_content(int status);

}  // namespace gatehouse::net
