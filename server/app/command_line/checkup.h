// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/app/command_line/command_context.h"
#include "server/app/platform/checks.h"

namespace gatehouse::server {

/// Examines everything in turn; what can't be looked at because of an earlier problem is left out.
[[nodiscard]] Findings run_checkup(CommandContext& context);

// The single subjects beside those of platform/checks.h. None of them changes anything.
[[nodiscard]] Findings check_configuration(const Result<ReadSettings, SettingProblems>& settings);
[[nodiscard]] Findings check_public_url(const ReadSettings& settings);

}  // namespace gatehouse::server
