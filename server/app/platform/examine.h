// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/app/platform/checks.h"
#include "server/features/health/report.h"

namespace gatehouse::server {

/// Looks at everything the running platform rests on. Blocks, for seconds where a mail server doesn't answer.
[[nodiscard]] HealthReport examine_platform(const Settings& settings, const Clock& clock, Depth depth);

}  // namespace gatehouse::server
