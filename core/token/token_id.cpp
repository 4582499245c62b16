// SPDX-License-Identifier: Apache-2.0
#include "core/token/token_id.h"

#include <array>

#include "core/base/base64url.h"

namespace gatehouse::token {
namespace {

constexpr std::size_t kTimeBytes = 6;
constexpr std::size_t kBytes = 16;

}  // namespace

std::string make_token_id(Time issued_at, RandomSource& random) {
  std::array<std::byte, kBytes> id;
  auto milliseconds = std::uint64_t(issued_at.time_since_epoch().count());
  for (std::size_t i = kTimeBytes; i-- > 0; milliseconds >>= 8) id[i] = std::byte(milliseconds);
  random.fill(std::span(id).subspan(kTimeBytes));
  return encode_base64url(id);
}

std::optional<Time> find_issue_time(std::string_view token_id) {
  if (token_id.size() != base64url_length(kBytes)) return std::nullopt;
  std::array<std::byte, kBytes + kBase64urlSlack> id;
  if (!decode_base64url(token_id, id)) return std::nullopt;
  std::int64_t milliseconds = 0;
  for (std::size_t i = 0; i < kTimeBytes; ++i)
    milliseconds = milliseconds << 8 | std::to_integer<std::int64_t>(id[i]);
  return Time(std::chrono::milliseconds(milliseconds));
}

}  // namespace gatehouse::token
