// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "server/app/command_line/command_context.h"
#include "server/app/command_line/option_fields.h"

namespace gatehouse::server {

/// How the platform or one app presents itself: words and colours.
inline constexpr OptionField kBrandFields[] = {{"--product-name", "productName"},
                                               {"--support-address", "supportAddress"},
                                               {"--sign-in-text", "signInText"},
                                               {"--accent-light", "accentLight"},
                                               {"--accent-dark", "accentDark"}};
/// Those, and the logo.
[[nodiscard]] std::vector<Option> brand_options();
/// Sets or removes the logo at that path of the API where `--logo` says so.
Outcome<void> set_logo(CommandContext& context, const std::string& path);

}  // namespace gatehouse::server
