// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/http/response.h"
#include "server/pages/fill_page.h"

namespace gatehouse::server {

/// A page by its name in console/assets.h, filled, with the headers every page carries: never stored, never
/// framed, scripts and styles from this origin only. The brand is put in by `dress_page`.
[[nodiscard]] http::Response page_response(int status, std::string_view name, const PageFields& fields = {},
                                           const PageData& data = {});

/// For a page whose form is answered by a redirect to another origin, which some browsers hold against
/// `form-action`.
void let_form_leave(http::Response& response, std::string_view uri);

}  // namespace gatehouse::server
