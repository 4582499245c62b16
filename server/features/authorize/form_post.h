// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/http/form.h"
#include "core/http/response.h"

namespace gatehouse::server {

/// An answer to the app as a form that the browser posts by itself (OAuth 2.0 Form Post Response Mode). Its
/// policy allows this one script, by its hash, and nothing else; without scripts there is a button.
[[nodiscard]] http::Response form_post_response(std::string_view redirect_uri,
                                                const http::FormParameters& parameters);

}  // namespace gatehouse::server
