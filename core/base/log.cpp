// SPDX-License-Identifier: Apache-2.0
#include "core/base/log.h"

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

#include "core/base/time_text.h"

namespace gatehouse {
namespace {

constexpr std::size_t kQueueBytes = std::size_t(1) << 20;
constexpr std::chrono::seconds kFlushLimit{1};

std::string_view to_text(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return "debug";
    case LogLevel::info:
      return "info";
    case LogLevel::warning:
      return "warning";
    case LogLevel::error:
      return "error";
  }
  return "error";
}

/// Escapes so that a record stays one line of printable text: JSON string rules, and everything outside ASCII
/// as it is unless it could reorder or break the line (C1 controls, bidirectional marks, line separators).
void append_escaped(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += char(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c < 0x20 || c == 0x7f) {
      out += fmt::format("\\u{:04x}", c);
    } else if (c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned char>(text[++i]));
    } else if (c == 0xe2 && i + 2 < text.size() && (text[i + 1] == '\x80' || text[i + 1] == '\x81')) {
      // U+2000 to U+207F holds the bidirectional controls and separators; plain typography is rare in logs.
      const unsigned code = 0x2000U | ((static_cast<unsigned char>(text[i + 1]) & 0x3fU) << 6) |
                            (static_cast<unsigned char>(text[i + 2]) & 0x3fU);
      out += fmt::format("\\u{:04x}", code);
      i += 2;
    } else {
      out += char(c);
    }
  }
}

std::string json_line(Time now, LogLevel level, std::string_view message,
                      std::initializer_list<LogField> fields) {
  std::string line =
      fmt::format(R"({{"time":"{}","level":"{}","message":")", to_rfc3339(now), to_text(level));
  append_escaped(line, message);
  line += '"';
  for (const auto& field : fields) {
    line += ",\"";
    append_escaped(line, field.name);
    line += "\":";
    if (field.kind != LogField::Kind::text) {
      line += field.value;
      continue;
    }
    line += '"';
    append_escaped(line, field.value);
    line += '"';
  }
  line += "}\n";
  return line;
}

std::string text_line(Time now, LogLevel level, std::string_view message,
                      std::initializer_list<LogField> fields) {
  std::string line = fmt::format("{} {:<7} ", to_rfc3339(now), to_text(level));
  append_escaped(line, message);
  for (const auto& field : fields) {
    line += fmt::format(" {}=", field.name);
    const bool quoted = field.value.empty() || field.value.find_first_of(" =\"") != std::string::npos;
    if (quoted) line += '"';
    append_escaped(line, field.value);
    if (quoted) line += '"';
  }
  line += '\n';
  return line;
}

}  // namespace

struct Logger::State {
  State(const Clock& the_clock, LogFormat the_format, LogLevel the_least, Sink the_sink)
      : clock(the_clock), format(the_format), least(the_least), sink(std::move(the_sink)) {}

  void write_until_stopped() {
    std::unique_lock lock(mutex);
    for (;;) {
      wake.wait(lock, [this] { return stopping || !queue.empty(); });
      if (queue.empty()) break;
      std::string lines = std::exchange(queue, {});
      const auto lost = std::exchange(unreported, 0);
      lock.unlock();
      if (lost > 0)
        lines += render(LogLevel::warning, "log records dropped: the log could not be written fast enough",
                        {{"dropped", std::int64_t(lost)}});
      sink(lines);
      lock.lock();
    }
    finished = true;
    done.notify_all();
  }

  std::string render(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) const {
    return format == LogFormat::json ? json_line(clock.now(), level, message, fields)
                                     : text_line(clock.now(), level, message, fields);
  }

  const Clock& clock;
  const LogFormat format;
  const LogLevel least;
  const Sink sink;
  std::mutex mutex;
  std::condition_variable wake;
  std::condition_variable done;
  std::string queue;
  std::uint64_t unreported = 0;
  std::atomic<std::uint64_t> dropped{0};
  bool stopping = false;
  bool finished = false;
};

Logger::Logger(const Clock& clock, LogFormat format, LogLevel least, Sink sink)
    : state_(std::make_shared<State>(clock, format, least, std::move(sink))) {
  // Detached because a sink may block for ever; the state lives as long as the thread does.
  std::thread([state = state_] { state->write_until_stopped(); }).detach();
}

Logger::~Logger() {
  std::unique_lock lock(state_->mutex);
  state_->stopping = true;
  state_->wake.notify_all();
  state_->done.wait_for(lock, kFlushLimit, [this] { return state_->finished; });
}

bool Logger::writes(LogLevel level) const {
  return level >= state_->least;
}

void Logger::log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
  if (!writes(level)) return;
  const std::string line = state_->render(level, message, fields);
  const std::lock_guard lock(state_->mutex);
  if (state_->queue.size() + line.size() > kQueueBytes) {
    ++state_->dropped;
    ++state_->unreported;
    return;
  }
  state_->queue += line;
  state_->wake.notify_one();
}

std::uint64_t Logger::dropped() const {
  return state_->dropped;
}

Logger::Sink Logger::to_descriptor(int descriptor) {
  return [descriptor](std::string_view lines) {
    while (!lines.empty()) {
      const auto written = ::write(descriptor, lines.data(), lines.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return;  // A closed or full log must not stop the service.
      lines.remove_prefix(std::size_t(written));
    }
  };
}

}  // namespace gatehouse
