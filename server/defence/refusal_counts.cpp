// SPDX-License-Identifier: Apache-2.0
#include "server/defence/refusal_counts.h"

namespace gatehouse::server {
namespace {

/// What is left of a refusal that is only counted: nothing that differs between those it stands for.
AuditEvent without_details(const AuditEvent& refusal, const std::string& actor) {
  AuditEvent event;
  event.action = refusal.action;
  event.outcome = refusal.outcome;
  event.actor = actor;
  return event;
}

void keep_what_is_common(AuditEvent& first, const AuditEvent& next) {
  if (first.session_id != next.session_id) first.session_id.clear();
  if (first.client_address != next.client_address) first.client_address.clear();
}

}  // namespace

bool RefusalCounts::has_room_for(const std::string& actor) const {
  const auto of_actor = kinds_of_.find(actor);
  return kinds_.size() < kMostKinds && (of_actor == kinds_of_.end() || of_actor->second < kMostKindsOfOne);
}

bool RefusalCounts::add(const AuditEvent& refusal, Moment now) {
  const Key key{refusal.actor, refusal.target, refusal.app_id, refusal.reason};
  if (const auto known = kinds_.find(key); known != kinds_.end()) {
    auto& kind = known->second;
    const bool is_new_minute = now - kind.began >= kWindow;
    if (is_new_minute) {
      kind.began = now;
    } else {
      ++kind.more;
      keep_what_is_common(kind.first, refusal);
    }
    return is_new_minute;
  }
  if (!has_room_for(refusal.actor)) {
    count(refusal, now);
    return false;
  }
  kinds_.emplace(key, Kind{refusal, now});
  ++kinds_of_[refusal.actor];
  return true;
}

/// Under the caller's own name while the table has room for it, else under nobody's.
void RefusalCounts::count(const AuditEvent& refusal, Moment now) {
  const bool knows_actor = kinds_of_.contains(refusal.actor);
  const auto actor = knows_actor ? refusal.actor : "";
  const auto [kind, is_new] =
      kinds_.try_emplace({actor, "", "", ""}, Kind{without_details(refusal, actor), now});
  ++kind->second.more;
}

std::vector<AuditEvent> RefusalCounts::take(Moment now) {
  std::vector<AuditEvent> told;
  for (auto it = kinds_.begin(); it != kinds_.end();) {
    auto& [first, began, more] = it->second;
    if (now - began < kWindow) {
      ++it;
      continue;
    }
    if (more > 0) {
      first.target += (first.target.empty() ? "+" : " +") + std::to_string(more);
      first.request_id.clear();
      told.push_back(std::move(first));
    }
    const auto of_actor = kinds_of_.find(std::get<0>(it->first));
    const bool is_sum = std::get<1>(it->first).empty();
    if (!is_sum && of_actor != kinds_of_.end() && --of_actor->second == 0) kinds_of_.erase(of_actor);
    it = kinds_.erase(it);
  }
  return told;
}

}  // namespace gatehouse::server
