// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace gatehouse::server {

/// The reference page on settings (docs/reference/settings.md), from the table.
[[nodiscard]] std::string make_settings_manual();

}  // namespace gatehouse::server
