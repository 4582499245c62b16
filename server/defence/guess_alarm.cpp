// SPDX-License-Identifier: Apache-2.0
#include "server/defence/guess_alarm.h"

#include <algorithm>

namespace gatehouse::server {

using alarm_rules::kBitEach;
using alarm_rules::kCalmEach;
using alarm_rules::kCalmWindow;
using alarm_rules::kLasts;
using alarm_rules::kLeastBits;
using alarm_rules::kMostBits;
using alarm_rules::kPeoplePerWrong;

GuessAlarm::Moment GuessAlarm::Bucket::filled(Moment now) const {
  return std::max(Moment::zero(), Moment(empty_at_.load(std::memory_order_relaxed)) - now);
}

void GuessAlarm::Bucket::fill(Moment amount, Moment most, Moment now) {
  auto before = empty_at_.load(std::memory_order_relaxed);
  std::int64_t after = 0;
  do after = std::min(std::max(Moment(before), now) + amount, now + most).count();
  while (!empty_at_.compare_exchange_weak(before, after, std::memory_order_relaxed));
}

void GuessAlarm::Bucket::drain(Moment amount) {
  empty_at_.fetch_sub(amount.count(), std::memory_order_relaxed);
}

GuessAlarm::Moment GuessAlarm::now() const {
  return std::chrono::duration_cast<Moment>(clock_.monotonic().time_since_epoch());
}

bool GuessAlarm::is_raised() const {
  return wrong_.filled(now()) > kCalmWindow;
}

int GuessAlarm::bits() const {
  return std::min(kMostBits, kLeastBits + int(worked_.filled(now()) / kBitEach));
}

void GuessAlarm::note_wrong(Work work) {
  wrong_.fill(each(), kCalmWindow + kLasts, now());
  if (work == Work::solved) worked_.fill(each(), kLasts, now());
}

void GuessAlarm::note_asked() {
  wrong_.fill(each(), kCalmWindow + kLasts, now());
}

void GuessAlarm::note_solved() {
  wrong_.drain(each());
}

void GuessAlarm::note_full() {
  worked_.fill(kLasts, kLasts, now());
}

void GuessAlarm::set_people(std::int64_t people) {
  const Moment hour = std::chrono::hours(1);
  const auto with_people = hour * kPeoplePerWrong / std::max<std::int64_t>(people, 1);
  each_.store(std::clamp(with_people, Moment(1), kCalmEach).count(), std::memory_order_relaxed);
}

}  // namespace gatehouse::server
