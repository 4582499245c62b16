// SPDX-License-Identifier: Apache-2.0
#include "server/defence/guess_limits.h"

#include <algorithm>

namespace gatehouse::server {
namespace {

using Moment = LaneTable::Moment;

// Held by as many as guess at the same time: an address for a minute, an account for half an hour a guess.
constexpr std::size_t kAccounts = 1U << 18U;   // 4 MiB
constexpr std::size_t kAddresses = 1U << 17U;  // 2 MiB
constexpr std::size_t kNetworks = 1U << 14U;   // 256 KiB
constexpr std::size_t kDevices = 1U << 14U;    // 256 KiB; only browsers of owners get here

}  // namespace

GuessLimits::GuessLimits(const Clock& clock)
    : clock_(clock),
      accounts_(kAccounts, guess_rules::kAccount),
      devices_(kDevices, guess_rules::kDevice),
      addresses_(kAddresses, guess_rules::kAddress),
      networks_(kNetworks, guess_rules::kNetwork) {}

Moment GuessLimits::now() const {
  // A clock that is set must not give a fresh allowance, nor take one away.
  return std::chrono::duration_cast<Moment>(clock_.monotonic().time_since_epoch());
}

template <class Work>
void GuessLimits::each(const GuessLanes& lanes, Work work) {
  if (lanes.account) work(accounts_, *lanes.account);
  if (lanes.device) work(devices_, *lanes.device);
  if (lanes.address) work(addresses_, *lanes.address);
  if (lanes.network) work(networks_, *lanes.network);
}

GuessLimits::Verdict GuessLimits::admit(const GuessLanes& lanes) {
  const std::lock_guard lock(mutex_);
  const auto at = now();
  Verdict verdict{Verdict::Kind::admitted, {}};
  each(lanes, [&](const LaneTable& table, LaneKey key) {
    const auto wait = table.wait_for(key, at);
    if (wait == Moment::zero()) return;
    const auto flying = in_flight_.find(key);
    if (flying == in_flight_.end() || wait > flying->second * table.rule().refill) {
      verdict = {Verdict::Kind::refused, std::max(verdict.wait, wait)};
    } else if (verdict.kind == Verdict::Kind::admitted) {
      verdict.kind = Verdict::Kind::undecided;
    }
  });
  if (verdict.kind != Verdict::Kind::admitted) return verdict;
  each(lanes, [&](LaneTable& table, LaneKey key) {
    table.put(key, at);
    ++in_flight_[key];
  });
  return verdict;
}

void GuessLimits::land(const GuessLanes& lanes) {
  each(lanes, [&](const LaneTable&, LaneKey key) {
    const auto found = in_flight_.find(key);
    if (found != in_flight_.end() && --found->second == 0) in_flight_.erase(found);
  });
}

std::optional<GuessLimits::Counted> GuessLimits::count(const GuessLanes& lanes) {
  const std::lock_guard lock(mutex_);
  land(lanes);
  if (!lanes.account) return std::nullopt;
  const auto at = now();
  const auto ahead = accounts_.filled_ahead(*lanes.account, at);
  return Counted{clock_.now() + ahead, accounts_.wait_for(*lanes.account, at) > Moment::zero()};
}

void GuessLimits::take_back(const GuessLanes& lanes) {
  const std::lock_guard lock(mutex_);
  land(lanes);
  each(lanes, [](LaneTable& table, LaneKey key) { table.take_back(key); });
}

void GuessLimits::forget(LaneKey device) {
  const std::lock_guard lock(mutex_);
  devices_.clear(device);
}

void GuessLimits::restore(LaneKey account, Time empty_at) {
  const std::lock_guard lock(mutex_);
  const auto ahead = empty_at - clock_.now();
  if (ahead > Moment::zero()) accounts_.restore(account, now() + ahead, now());
}

std::size_t GuessLimits::bytes() const {
  return accounts_.bytes() + devices_.bytes() + addresses_.bytes() + networks_.bytes();
}

}  // namespace gatehouse::server
