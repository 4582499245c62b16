// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/model/ids.h"

namespace gatehouse::server {

/// Apps in one column, where SQL finds `,id,` in them: `,orders,billing,`; empty for none.
[[nodiscard]] std::string write_app_list(const std::vector<AppId>& apps);
[[nodiscard]] std::vector<AppId> split_app_list(std::string_view list);

}  // namespace gatehouse::server
