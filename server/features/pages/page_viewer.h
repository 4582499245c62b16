// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/access/caller.h"
#include "server/pages/fill_page.h"

namespace gatehouse::server {

/// What a page is told about the user who looks at it. Only for Caller::Kind::user.
[[nodiscard]] PageViewer make_page_viewer(const Caller& caller);

}  // namespace gatehouse::server
