// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/live_link/revocation_set.h"

#include <algorithm>
#include <limits>
#include <string>

namespace gatehouse::sdk {
namespace {

// A user may have the name of a session.
constexpr std::uint64_t salt_of(Revocation::Scope scope) {
  switch (scope) {
    case Revocation::Scope::session:
      return 0;
    case Revocation::Scope::user:
      return 0x9e3779b97f4a7c15;
    case Revocation::Scope::user_by_time:
      return 0xc2b2ae3d27d4eb4f;
  }
  return 0;
}

std::uint32_t to_second(std::int64_t seconds) {
  return std::uint32_t(std::clamp<std::int64_t>(seconds, 0, std::numeric_limits<std::uint32_t>::max()));
}

bool is_older(const TokenMark& mark, std::int64_t position, std::int64_t happened) {
  return mark.position ? *mark.position < position : mark.issued_at <= happened;
}

}  // namespace

RevocationSet::RevocationSet(RandomSource& random, std::size_t most)
    : hash_(random), most_(most), table_(std::make_unique<RevocationTable>(0)) {
  count();
}

std::uint64_t RevocationSet::key_of(Revocation::Scope scope, std::string_view id) const {
  return hash_(id) ^ salt_of(scope);
}

TokenMark RevocationSet::mark(std::string_view session_id, std::string_view user_id,
                              std::optional<std::int64_t> position, Time issued_at) const {
  return {.session = session_id.empty() ? 0 : key_of(Revocation::Scope::session, session_id),
          .user = key_of(Revocation::Scope::user, user_id),
          .position = position,
          .issued_at = to_unix_seconds(issued_at)};
}

bool RevocationSet::revokes(const TokenMark& mark) const {
  const auto all_position = all_position_.load(std::memory_order_acquire);
  if (all_position != 0 && is_older(mark, all_position, all_happened_.load(std::memory_order_relaxed)))
    return true;
  return table_.read([&](const RevocationTable& table) {
    // After the table was chosen: what one gives up is barred before the next takes its place.
    if (mark.issued_at <= all_by_time_.load(std::memory_order_acquire)) return true;
    Bar bar;
    if (mark.session != 0 && table.find(mark.session, bar) && is_older(mark, bar.position, bar.happened))
      return true;
    if (table.find(mark.user, bar) && is_older(mark, bar.position, bar.happened)) return true;
    if (!has_by_time_.load(std::memory_order_relaxed)) return false;
    const auto by_time =
        mark.user ^ salt_of(Revocation::Scope::user) ^ salt_of(Revocation::Scope::user_by_time);
    return table.find(by_time, bar) && mark.issued_at <= bar.happened;
  });
}

void RevocationSet::add(const Revocation& revocation, std::int64_t known_until) {
  const std::lock_guard lock(writing_);
  const auto size = table_.owned().size();
  if (table_.owned().is_full() || size >= most_) rebuild(known_until, size + 1);
  if (table_.owned().size() >= most_) become_one_bar();
  table_.owned().put(key_of(revocation.scope, revocation.id), {.position = revocation.position,
                                                               .happened = to_second(revocation.happened),
                                                               .expires = to_second(revocation.expires)});
  if (revocation.scope == Revocation::Scope::user_by_time) has_by_time_ = true;
  count();
}

void RevocationSet::bar_all(std::int64_t position, std::int64_t happened) {
  const std::lock_guard lock(writing_);
  all_happened_ = std::max(all_happened_.load(), happened);
  all_position_ = std::max(all_position_.load(), position);
}

void RevocationSet::become_one_bar() {
  std::int64_t newest = all_by_time_;
  table_.owned().for_each(
      [&](std::uint64_t, const Bar& bar) { newest = std::max(newest, std::int64_t{bar.happened}); });
  all_by_time_ = newest;
  table_.replace(std::make_unique<RevocationTable>(0));
}

void RevocationSet::forget_expired(std::int64_t known_until) {
  const std::lock_guard lock(writing_);
  rebuild(known_until, 0);
  count();
}

void RevocationSet::start_over(std::int64_t issued_until) {
  const std::lock_guard lock(writing_);
  all_by_time_ =
      std::max(all_by_time_.load(), issued_until);  // first, so that nothing revoked passes meanwhile
  table_.replace(std::make_unique<RevocationTable>(0));
  all_position_ = 0;
  all_happened_ = 0;
  has_by_time_ = false;
  count();
}

void RevocationSet::rebuild(std::int64_t known_until, std::size_t room_for) {
  const auto& old = table_.owned();
  const auto is_alive = [&](const Bar& bar) { return std::int64_t{bar.expires} >= known_until; };
  std::size_t alive = 0;
  old.for_each([&](std::uint64_t, const Bar& bar) { alive += is_alive(bar) ? 1 : 0; });
  if (alive == old.size() && room_for == 0) return;
  // Room to grow only where what is left needs it.
  auto next = std::make_unique<RevocationTable>(alive * 2 > old.size() ? std::max(room_for, alive) : alive);
  old.for_each([&](std::uint64_t key, const Bar& bar) {
    if (is_alive(bar)) next->put(key, bar);
  });
  table_.replace(std::move(next));
}

void RevocationSet::count() {
  size_ = table_.owned().size();
  bytes_ = table_.owned().places() * RevocationTable::kBytesPerPlace;
}

}  // namespace gatehouse::sdk
