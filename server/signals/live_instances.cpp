// SPDX-License-Identifier: Apache-2.0
#include "server/signals/live_instances.h"

#include "server/signals/event_types.h"
#include "server/storage/signal_events.h"

namespace gatehouse::server {
namespace {

using std::chrono::milliseconds;

bool has_taken(sql::Connection& connection, const signal_streams::Stream& stream, std::int64_t position) {
  const auto waiting = signal_events::list(
      connection, {stream.app_id, stream.id, kinds_of(stream.events_requested)}, stream.acknowledged, 1);
  return waiting.empty() || waiting.front().position > position;
}

}  // namespace

bool was_heard_of_lately(const signal_streams::Stream& stream, Time now) {
  if (!stream.is_pushed()) return stream.last_seen_at + LiveInstances::kLive > now;
  // A push that nobody needed says nothing of its receiver.
  return !stream.failing_since || *stream.failing_since + LiveInstances::kLive > now;
}

std::vector<LiveInstances::Instance> LiveInstances::list(const AppId& app) const {
  return read(app, std::nullopt);
}

std::vector<LiveInstances::Instance> LiveInstances::read(const AppId& app,
                                                         std::optional<std::int64_t> position) const {
  const auto now = clock_.now();
  return database_.read([&](sql::Connection& connection) {
    const auto until = position.value_or(signal_events::load_position(connection));
    std::vector<Instance> instances;
    auto streams = app.empty() ? signal_streams::list_all(connection) : signal_streams::list(connection, app);
    for (auto& stream : streams) {
      ledger_.update(stream);
      const bool is_live =
          stream.status == signal_streams::Status::enabled && was_heard_of_lately(stream, now);
      const bool is_up_to_date = has_taken(connection, stream, until);
      instances.push_back({std::move(stream), is_live, is_up_to_date});
    }
    return instances;
  });
}

std::vector<LiveInstances::Instance> LiveInstances::find_behind(const AppId& app,
                                                                std::int64_t position) const {
  auto instances = read(app, position);
  std::erase_if(instances, [](const Instance& one) { return !one.is_live || one.is_up_to_date; });
  return instances;
}

std::vector<LiveInstances::Instance> LiveInstances::wait(const AppId& app, milliseconds limit) const {
  const auto position = database_.read(signal_events::load_position);
  const auto end = clock_.monotonic() + limit;
  while (true) {
    SignalHub::Watch watch(acknowledgements_, app);
    auto behind = find_behind(app, position);
    const auto left = std::chrono::ceil<milliseconds>(end - clock_.monotonic());
    if (behind.empty() || left.count() <= 0 || acknowledgements_.stopped()) return behind;
    if (!watch.wait_for(left)) return find_behind(app, position);
  }
}

}  // namespace gatehouse::server
