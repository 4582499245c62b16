// SPDX-License-Identifier: Apache-2.0
#include "server/issuance/key_schedule.h"

#include <algorithm>

namespace gatehouse::server {
namespace {

using platform_keys::PlatformKey;

/// When the first key that came after this one began to sign in its place.
std::optional<Time> find_successor_start(const std::vector<PlatformKey>& keys, const PlatformKey& key) {
  std::optional<Time> first;
  for (const auto& other : keys) {
    const bool is_successor = other.job == key.job && !other.withdrawn_at && other.active_at > key.active_at;
    if (is_successor) first = std::min(first.value_or(other.active_at), other.active_at);
  }
  return first;
}

}  // namespace

std::string_view to_text(KeyState state) {
  switch (state) {
    case KeyState::next:
      return "next";
    case KeyState::signing:
      return "signing";
    case KeyState::kept:
      return "kept";
    case KeyState::retired:
      return "retired";
    case KeyState::withdrawn:
      return "withdrawn";
  }
  return "";
}

std::vector<ScheduledKey> schedule_keys(std::vector<PlatformKey> keys, Time now) {
  std::vector<ScheduledKey> scheduled;
  for (const auto& key : keys) {
    const auto successor = find_successor_start(keys, key);
    if (key.withdrawn_at) {
      scheduled.push_back({key, KeyState::withdrawn, std::nullopt});
    } else if (now < key.active_at) {
      scheduled.push_back({key, KeyState::next, key.active_at});
    } else if (!successor || now < *successor) {
      scheduled.push_back({key, KeyState::signing, successor});
    } else if (now < *successor + KeySchedule::kKeptAfter) {
      scheduled.push_back({key, KeyState::kept, *successor + KeySchedule::kKeptAfter});
    } else {
      scheduled.push_back({key, KeyState::retired, std::nullopt});
    }
  }
  return scheduled;
}

}  // namespace gatehouse::server
