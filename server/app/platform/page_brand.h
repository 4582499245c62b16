// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/base/log.h"
#include "core/sql/database.h"
#include "server/pages/dress_page.h"

namespace gatehouse::server {

/// How a page about that app presents itself; an empty id: the platform. Our own brand where the database
/// can't answer: the page that says so must come nevertheless.
[[nodiscard]] PageBrand find_page_brand(sql::Database& database, Logger& log, std::string_view app_id);

}  // namespace gatehouse::server
