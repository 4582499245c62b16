// SPDX-License-Identifier: Apache-2.0
#include "server/defence/challenges.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <utility>

#include "core/base/base64url.h"
#include "core/crypto/proof_of_work.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kMomentBytes = 8;
/// 2 MiB when all are used: 430 solutions a second, several times what the machine can check passwords.
constexpr std::size_t kUsedPlaces = 1U << 17U;

std::uint64_t read_moment(const std::byte* bytes) {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes, kMomentBytes);  // written and read by the same run of the program
  return value;
}

}  // namespace

Challenges::Challenges(const Clock& clock, RandomSource& random, const crypto::HmacSha256Key& key,
                       std::string action)
    : clock_(clock), random_(random), key_(key), action_(std::move(action)), used_(kUsedPlaces) {
  random_.fill(run_);
}

Challenges::Moment Challenges::now() const {
  // A clock that is set must not bring back what has ended and been forgotten.
  return std::chrono::duration_cast<Moment>(clock_.monotonic().time_since_epoch());
}

Bytes Challenges::signed_text(ByteView facts, std::string_view account) const {
  auto text = to_bytes("challenge\n" + action_ + '\n');
  text.insert(text.end(), run_.begin(), run_.end());
  text.insert(text.end(), facts.begin(), facts.end());
  const auto who = as_bytes(account);  // last, because its length alone varies
  text.insert(text.end(), who.begin(), who.end());
  return text;
}

Challenges::Challenge Challenges::make(std::string_view account, int bits) const {
  std::array<std::byte, kTaskBytes> task{};
  const auto facts = std::span(task).first<kFactBytes>();
  const auto ends_at = std::uint64_t((now() + kLifetime).count());
  facts[0] = std::byte(bits);
  std::memcpy(&facts[1], &ends_at, kMomentBytes);
  random_.fill(facts.subspan(1 + kMomentBytes));
  std::ranges::copy(key_.compute(signed_text(facts, account)), task.begin() + kFactBytes);
  return {encode_base64url(task), bits, clock_.now() + kLifetime};
}

Challenges::Verdict Challenges::redeem(std::string_view solution, std::string_view account) {
  const auto proof = crypto::parse_proof_of_work(solution);
  if (!proof || proof->task.size() != base64url_length(kTaskBytes)) return Verdict::refused;
  const auto task = decode_base64url(proof->task);
  if (!task) return Verdict::refused;
  const auto facts = ByteView(*task).first<kFactBytes>();
  const auto mac = ByteView(*task).subspan(kFactBytes);
  if (!key_.verify(signed_text(facts, account), mac)) return Verdict::refused;
  const Moment ends_at(std::int64_t(read_moment(&facts[1])));
  if (ends_at <= now() || !crypto::is_solved(*proof, std::to_integer<int>(facts[0]))) return Verdict::refused;
  switch (used_.use(read_moment(mac.data()), ends_at, now())) {
    case UsedChallenges::Use::first:
      return Verdict::accepted;
    case UsedChallenges::Use::again:
      return Verdict::refused;
    case UsedChallenges::Use::full:
      return Verdict::full;
  }
  return Verdict::refused;
}

}  // namespace gatehouse::server
