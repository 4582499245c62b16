// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "core/base/clock.h"
#include "core/sql/database.h"
#include "server/storage/signal_streams.h"

namespace gatehouse::server {

/// When each stream was last seen and how far it has acknowledged, ahead of the database: what thousands of
/// links do every few seconds is written down together now and then. What a crash loses is told again, which
/// does no harm. Thread-safe.
class StreamLedger {
 public:
  StreamLedger(const Clock& clock, sql::Database& database) : clock_(clock), database_(database) {}

  /// The stream was heard of just now; `acknowledged` never goes back.
  void note(const StreamId& id, std::int64_t acknowledged);
  /// Brings what was read from the database up to date.
  void update(signal_streams::Stream& stream) const;
  /// Writes down what is new.
  void flush();

 private:
  struct Entry {
    std::int64_t acknowledged = 0;
    Time seen_at{};
    bool is_new = true;
  };
  const Clock& clock_;
  sql::Database& database_;
  mutable std::mutex mutex_;
  std::unordered_map<StreamId, Entry> entries_;
};

}  // namespace gatehouse::server
