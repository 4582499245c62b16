// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "server/model/audit_event.h"

namespace gatehouse::server {

/// Decides which refusals the audit log gets one by one and which by their number only, so that nobody fills
/// the database by asking for what they may not have. Of each kind (who, what, in which app, why) the first
/// in a minute is told at once and the others are counted. A caller has few kinds a minute, and all together
/// a bounded number; what is beyond is counted too, without its details. Not thread-safe.
class RefusalCounts {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::minutes kWindow{1};
  static constexpr std::size_t kMostKindsOfOne = 30;
  static constexpr std::size_t kMostKinds = 2000;

  /// Whether this one is told at once.
  [[nodiscard]] bool add(const AuditEvent& refusal, Moment now);
  /// What was counted in minutes that are over: one event for each kind, whose target ends with the number of
  /// further ones, as ` +41`. Forgets them.
  [[nodiscard]] std::vector<AuditEvent> take(Moment now);
  [[nodiscard]] std::size_t kinds() const { return kinds_.size(); }

 private:
  using Key = std::tuple<std::string, std::string, std::string, std::string>;
  struct Kind {
    AuditEvent first;
    Moment began;
    std::uint64_t more = 0;
  };
  [[nodiscard]] bool has_room_for(const std::string& actor) const;
  void count(const AuditEvent& refusal, Moment now);

  std::map<Key, Kind> kinds_;
  std::map<std::string, std::size_t> kinds_of_;  ///< by actor
};

}  // namespace gatehouse::server
