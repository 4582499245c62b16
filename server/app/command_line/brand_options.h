// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "server/app/command_line/option_fields.h"

namespace gatehouse::server {

/// How the platform or one app presents itself: the words and colours; pictures are the console's.
inline constexpr OptionField kBrandFields[] = {{"--product-name", "productName"},
                                               {"--support-address", "supportAddress"},
                                               {"--sign-in-text", "signInText"},
                                               {"--accent-light", "accentLight"},
                                               {"--accent-dark", "accentDark"}};
[[nodiscard]] std::vector<Option> brand_options();

}  // namespace gatehouse::server
