// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "core/http/request.h"
#include "core/http/response.h"
#include "server/app/command_line/command.h"
#include "server/config/read_settings.h"

namespace gatehouse::server {

/// Carries requests to the platform, as its operator, who may do everything.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual Outcome<http::Response> send(const http::Request& request) = 0;
};

/// What the command line asks of the program around it.
class Platform {
 public:
  virtual ~Platform() = default;
  /// Reaches the platform of these settings: the running server, or else the application in this process.
  virtual Outcome<std::unique_ptr<Transport>> open(const Settings& settings, AbsentPlatform absent) = 0;
  /// Runs the server until it is told to stop.
  virtual Outcome<void> serve(const ReadSettings& settings) = 0;
};

}  // namespace gatehouse::server
