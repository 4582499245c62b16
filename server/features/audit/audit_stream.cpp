// SPDX-License-Identifier: Apache-2.0
#include "server/features/audit/audit_stream.h"

#include <algorithm>
#include <charconv>

#include "server/storage/audit_events.h"
#include "server/storage/platform_state.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kMostAtOnce = 500;
constexpr std::chrono::seconds kFirstPause{1};
constexpr std::chrono::seconds kLongestPause{300};
constexpr std::string_view kPosition = "audit_stream_position";

}  // namespace

std::chrono::seconds audit_stream_pause(int failures) {
  auto pause = kFirstPause;
  for (int i = 1; i < failures && pause < kLongestPause; ++i) pause *= 2;
  return std::min(pause, kLongestPause);
}

AuditStream::AuditStream(const Clock& clock, sql::Database& database, Logger& log, std::string destination,
                         std::unique_ptr<AuditSink> sink)
    : clock_(clock),
      database_(database),
      log_(log),
      destination_(std::move(destination)),
      sink_(std::move(sink)) {}

/// Stored as the id and where the events went: another destination gets them all.
std::int64_t AuditStream::load_position() const {
  const auto stored =
      database_.read([](sql::Connection& connection) { return platform_state::find(connection, kPosition); });
  if (!stored) return 0;
  const auto space = stored->find(' ');
  if (space == std::string::npos || stored->substr(space + 1) != destination_) return 0;
  std::int64_t id = 0;
  std::from_chars(stored->data(), stored->data() + space, id);
  return id;
}

bool AuditStream::copy_some() {
  if (clock_.monotonic() < rest_until_) return false;
  if (!position_) position_ = load_position();
  const auto events = database_.read([&](sql::Connection& connection) {
    return audit_events::list_after(connection, *position_, kMostAtOnce);
  });
  if (events.empty()) return false;
  if (const auto taken = sink_->take(events); !taken) {
    back_off(taken.error());
    return false;
  }
  failures_ = 0;
  const auto last = events.back().id;
  database_.write([&](sql::Connection& connection) {
    platform_state::put(connection, kPosition, std::to_string(last) + ' ' + destination_);
  });
  position_ = last;
  return true;
}

void AuditStream::back_off(const std::string& reason) {
  const auto pause = audit_stream_pause(++failures_);
  rest_until_ = clock_.monotonic() + pause;
  log_.warning(
      "the audit stream takes no events; they stay in the log and are sent later",
      {{"destination", destination_}, {"reason", reason}, {"retry_after", std::int64_t(pause.count())}});
}

std::unique_ptr<AuditStream> make_audit_stream(const Settings& settings, const Clock& clock,
                                               sql::Database& database, Logger& log) {
  const auto& stream = settings.audit_stream;
  if (stream.destination.empty()) return nullptr;
  auto sink = stream.is_file()
                  ? make_file_sink(stream.file())
                  : make_webhook_sink(clock, stream.destination, settings.audit_stream_key.value());
  return std::make_unique<AuditStream>(clock, database, log, stream.destination, std::move(sink));
}

}  // namespace gatehouse::server
