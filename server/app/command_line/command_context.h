// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "server/app/command_line/api.h"
#include "server/app/command_line/command.h"
#include "server/app/command_line/console.h"
#include "server/app/command_line/transport.h"
#include "server/config/environment.h"
#include "server/config/read_settings.h"

namespace gatehouse::server {

/// What a command works with.
struct CommandContext {
  const Invocation& invocation;
  const Result<ReadSettings, SettingProblems>& settings;  ///< a failure reaches `doctor` only
  const Environment& environment;
  const Clock& clock;
  Console& console;
  Platform& platform;
  Api& api;
};

}  // namespace gatehouse::server
