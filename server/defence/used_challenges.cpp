// SPDX-License-Identifier: Apache-2.0
#include "server/defence/used_challenges.h"

#include <new>

namespace gatehouse::server {

UsedChallenges::UsedChallenges(std::size_t places)
    : places_(places),
      table_(
          static_cast<Place*>(std::calloc(places, sizeof(Place)))) {  // NOLINT(cppcoreguidelines-no-malloc)
  if (!table_) throw std::bad_alloc();
}

UsedChallenges::Use UsedChallenges::use(std::uint64_t id, Moment ends_at, Moment now) {
  const std::lock_guard lock(mutex_);
  Place* const first = &table_[(id & (places_ / kWays - 1)) * kWays];
  Place* free = nullptr;
  for (Place* place = first; place != first + kWays; ++place) {
    const bool has_ended = Moment(place->ends_at) <= now;
    if (place->id == id && !has_ended) return Use::again;
    if (has_ended) free = place;
  }
  if (free == nullptr) return Use::full;
  *free = {id, ends_at.count()};
  return Use::first;
}

}  // namespace gatehouse::server
