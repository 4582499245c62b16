// SPDX-License-Identifier: Apache-2.0
#include "server/defence/lane_table.h"

#include <algorithm>
#include <new>

namespace gatehouse::server {

LaneTable::LaneTable(std::size_t lanes, LaneRule rule)
    : lanes_(lanes),
      rule_(rule),
      // calloc leaves the pages to the kernel until they are touched.
      table_(static_cast<Lane*>(std::calloc(lanes, sizeof(Lane)))) {  // NOLINT(cppcoreguidelines-no-malloc)
  if (!table_) throw std::bad_alloc();
}

LaneTable::Lane& LaneTable::lane_of(LaneKey key) const {
  Lane* const first = &table_[(key & (lanes_ / kWays - 1)) * kWays];
  Lane* least = first;
  for (Lane* lane = first; lane != first + kWays; ++lane) {
    if (lane->key == key) return *lane;
    if (lane->empty_at < least->empty_at) least = lane;
  }
  return *least;
}

LaneTable::Lane* LaneTable::find(LaneKey key) const {
  auto& lane = lane_of(key);
  return lane.key == key ? &lane : nullptr;
}

std::chrono::milliseconds LaneTable::wait_for(LaneKey key, Moment now) const {
  const auto filled_to = std::max(now, Moment(lane_of(key).empty_at));
  return std::max(Moment::zero(), filled_to + rule_.refill - now - rule_.depth());
}

std::chrono::milliseconds LaneTable::filled_ahead(LaneKey key, Moment now) const {
  const auto* lane = find(key);
  return lane ? std::max(Moment::zero(), Moment(lane->empty_at) - now) : Moment::zero();
}

void LaneTable::put(LaneKey key, Moment now) {
  auto& lane = lane_of(key);
  lane = {key, (std::max(now, Moment(lane.empty_at)) + rule_.refill).count()};
}

void LaneTable::take_back(LaneKey key) {
  if (auto* lane = find(key)) lane->empty_at -= rule_.refill.count();
}

void LaneTable::clear(LaneKey key) {
  if (auto* lane = find(key)) lane->empty_at = 0;
}

void LaneTable::restore(LaneKey key, Moment empty_at, Moment now) {
  auto& lane = lane_of(key);
  if (lane.key != key && Moment(lane.empty_at) > now) return;  // taken over already, with more in it
  const auto filled_to = std::min(empty_at, now + rule_.depth());
  lane = {key, lane.key == key ? std::max(lane.empty_at, filled_to.count()) : filled_to.count()};
}

}  // namespace gatehouse::server
