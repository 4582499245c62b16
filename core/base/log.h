// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/clock.h"

namespace gatehouse {

enum class LogLevel { debug, info, warning, error };
enum class LogFormat { text, json };

/// One name and value of a log record. Numbers and booleans keep their type in JSON.
struct LogField {
  enum class Kind { text, number, boolean };
  LogField(std::string_view field, std::string_view text) : name(field), value(text) {}
  LogField(std::string_view field, const char* text) : name(field), value(text) {}
  LogField(std::string_view field, const std::string& text) : name(field), value(text) {}
  LogField(std::string_view field, std::int64_t number)
      : name(field), value(std::to_string(number)), kind(Kind::number) {}
  LogField(std::string_view field, int number) : LogField(field, std::int64_t(number)) {}
  LogField(std::string_view field, bool on)
      : name(field), value(on ? "true" : "false"), kind(Kind::boolean) {}
  std::string_view name;
  std::string value;
  Kind kind = Kind::text;
};

/// Writes one escaped line per record. Thread-safe. A slow or blocked sink never blocks a caller: records
/// wait in a bounded queue, and what does not fit is counted and reported once there is room again.
class Logger {
 public:
  /// Called with whole lines, from one background thread.
  using Sink = std::function<void(std::string_view lines)>;

  Logger(const Clock& clock, LogFormat format, LogLevel least, Sink sink);
  ~Logger();  ///< Writes what is queued, waiting at most a second for a blocked sink.
  Logger(const Logger&) = delete;
  Logger& operator=(const Logger&) = delete;

  void log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields = {});
  void debug(std::string_view message, std::initializer_list<LogField> fields = {}) {
    log(LogLevel::debug, message, fields);
  }
  void info(std::string_view message, std::initializer_list<LogField> fields = {}) {
    log(LogLevel::info, message, fields);
  }
  void warning(std::string_view message, std::initializer_list<LogField> fields = {}) {
    log(LogLevel::warning, message, fields);
  }
  void error(std::string_view message, std::initializer_list<LogField> fields = {}) {
    log(LogLevel::error, message, fields);
  }

  /// False when records of that level are left out: spares building fields nobody reads.
  [[nodiscard]] bool writes(LogLevel level) const;
  /// Records dropped so far because the queue was full.
  [[nodiscard]] std::uint64_t dropped() const;

  /// A sink that writes to a file descriptor, by default standard error.
  static Sink to_descriptor(int descriptor = 2);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace gatehouse
