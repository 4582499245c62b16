// SPDX-License-Identifier: Apache-2.0
#include "server/storage/number_set.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace gatehouse::server {
namespace {

constexpr std::size_t kWholeBytes = NumberSet::kNumbers / 8;

// Sets are stored as they are in memory, lowest byte first.
static_assert(std::endian::native == std::endian::little);

std::size_t number_at(ByteView bytes, std::size_t at) {
  const auto number =
      std::to_integer<std::size_t>(bytes[at]) + 256 * std::to_integer<std::size_t>(bytes[at + 1]);
  return number % NumberSet::kNumbers;
}

}  // namespace

NumberSet NumberSet::decode(ByteView bytes) {
  NumberSet set;
  if (bytes.size() == kWholeBytes) {
    std::memcpy(set.words_.data(), bytes.data(), kWholeBytes);
  } else {
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) set.add(number_at(bytes, at));
  }
  return set;
}

Bytes NumberSet::encode() const {
  Bytes bytes;
  if (size() * 2 < kWholeBytes) {
    for (const auto number : list()) {
      bytes.push_back(std::byte(number % 256));
      bytes.push_back(std::byte(number / 256));
    }
  } else {
    bytes.resize(kWholeBytes);
    std::memcpy(bytes.data(), words_.data(), kWholeBytes);
  }
  return bytes;
}

void NumberSet::keep_common(ByteView encoded) {
  if (encoded.size() == kWholeBytes) {
    const auto other = decode(encoded);
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
    return;
  }
  NumberSet common;
  for (std::size_t at = 0; at + 1 < encoded.size(); at += 2) {
    if (const auto number = number_at(encoded, at); has(number)) common.add(number);
  }
  *this = common;
}

bool NumberSet::empty() const {
  return std::ranges::all_of(words_, [](std::uint64_t word) { return word == 0; });
}

std::size_t NumberSet::size() const {
  std::size_t count = 0;
  for (const auto word : words_) count += std::size_t(std::popcount(word));
  return count;
}

std::vector<std::size_t> NumberSet::list() const {
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    for (auto word = words_[i]; word != 0; word &= word - 1) {
      numbers.push_back(i * 64 + std::size_t(std::countr_zero(word)));
    }
  }
  return numbers;
}

}  // namespace gatehouse::server
