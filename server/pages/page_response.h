// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/http/response.h"
#include "server/pages/fill_page.h"

namespace gatehouse::server {

/// Shown at the top of each page and in its title.
inline constexpr std::string_view kBrandName = "Gatehouse";

/// A page by its name in console/assets.h, filled, with the headers every page carries: never stored, never
/// framed, scripts and styles from this origin only. The field `brandName` is added.
[[nodiscard]] http::Response page_response(int status, std::string_view name, PageFields fields = {},
                                           PageData data = {});

}  // namespace gatehouse::server
