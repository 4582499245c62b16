// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "server/app/command_line/transport.h"

namespace gatehouse::server {

/// The platform on this machine: the server that has the data folder, or the application in this process
/// while none has.
class LocalPlatform final : public Platform {
 public:
  /// Both must outlive it and what it opens.
  LocalPlatform(const Clock& clock, RandomSource& random) : clock_(clock), random_(random) {}

  Outcome<std::unique_ptr<Transport>> open(const Settings& settings, AbsentPlatform absent) override;
  Outcome<void> serve(const ReadSettings& settings) override;

 private:
  const Clock& clock_;
  RandomSource& random_;
};

}  // namespace gatehouse::server
