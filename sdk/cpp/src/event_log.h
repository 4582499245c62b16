// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "core/base/log.h"
#include "core/http/request.h"
#include "gatehouse/app.h"

namespace gatehouse::sdk {

/// Tells the app's owner, by log and callback, what callers are not told. Thread-safe.
class EventLog {
 public:
  EventLog(Logger& log, std::function<void(const AppEvent&)> on_event)
      : log_(log), on_event_(std::move(on_event)) {}

  void report(LogLevel level, const http::Request& request, std::string code, std::string detail);

 private:
  Logger& log_;
  std::function<void(const AppEvent&)> on_event_;
};

}  // namespace gatehouse::sdk
