// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/model/user.h"
#include "server/pages/fill_page.h"

namespace gatehouse::server {

/// What a page is told about the user who looks at it.
[[nodiscard]] PageViewer make_page_viewer(const User& user);

}  // namespace gatehouse::server
