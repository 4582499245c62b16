// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "server/config/settings.h"

namespace gatehouse::server {

/// Runs the platform until SIGTERM or SIGINT: opens or makes the data folder, listens, prints where, and the
/// set-up link while there is no administrator; then drains. The failure is a sentence for people. Call
/// net::block_stop_signals before any thread is started.
[[nodiscard]] Result<void, std::string> run_server(const Settings& settings, const Clock& clock,
                                                   RandomSource& random);

}  // namespace gatehouse::server
