// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "server/storage/platform_keys.h"

namespace gatehouse::server {

/// When platform keys come and go, by times alone: published, signing, kept, retired. A new key is published
/// long before it signs, so that every cache of the JWKS has it by then; an old one stays as long as a token
/// that it signed can be valid.
struct KeySchedule {
  /// How long others may keep the JWKS: what its Cache-Control says.
  static constexpr std::chrono::seconds kCacheLife = std::chrono::minutes(5);
  /// From being published to signing: many cache lives, for caches that hold on longer than they may.
  static constexpr std::chrono::seconds kPublishedBefore = std::chrono::hours(1);
  /// How long a key signs before the next one does.
  static constexpr std::chrono::seconds kSigns = std::chrono::days(90);
  /// From the last signature to being taken from the JWKS: longest token life, most leeway, a cache life.
  static constexpr std::chrono::seconds kKeptAfter =
      std::chrono::hours(24) + std::chrono::seconds(120) + kCacheLife;
};

enum class KeyState { next, signing, kept, retired, withdrawn };
[[nodiscard]] std::string_view to_text(KeyState state);

struct ScheduledKey {
  platform_keys::PlatformKey key;
  KeyState state = KeyState::next;
  std::optional<Time> changes_at;  ///< when the state is another one, if no key is added meanwhile
};
/// The states of `keys` now; of each job at most one signs.
[[nodiscard]] std::vector<ScheduledKey> schedule_keys(std::vector<platform_keys::PlatformKey> keys, Time now);

}  // namespace gatehouse::server
