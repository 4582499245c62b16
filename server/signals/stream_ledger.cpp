// SPDX-License-Identifier: Apache-2.0
#include "server/signals/stream_ledger.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace gatehouse::server {

void StreamLedger::note(const StreamId& id, std::int64_t acknowledged) {
  const auto now = clock_.now();
  const std::lock_guard lock(mutex_);
  auto& entry = entries_[id];
  entry = {std::max(entry.acknowledged, acknowledged), std::max(entry.seen_at, now), true};
}

void StreamLedger::update(signal_streams::Stream& stream) const {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(stream.id);
  if (found == entries_.end()) return;
  stream.acknowledged = std::max(stream.acknowledged, found->second.acknowledged);
  stream.last_seen_at = std::max(stream.last_seen_at, found->second.seen_at);
}

void StreamLedger::flush() {
  std::vector<std::pair<StreamId, Entry>> fresh;
  {
    const std::lock_guard lock(mutex_);
    for (auto& [id, entry] : entries_) {
      if (std::exchange(entry.is_new, false)) fresh.emplace_back(id, entry);
    }
  }
  if (fresh.empty()) return;
  database_.write([&](sql::Connection& connection) {
    for (const auto& [id, entry] : fresh) {
      signal_streams::note_seen(connection, id, entry.acknowledged, entry.seen_at);
    }
  });
  // The database knows as much from now on.
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_, [](const auto& item) { return !item.second.is_new; });
}

}  // namespace gatehouse::server
