// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"

#include <cerrno>
#include <stdexcept>
#include <sys/random.h>
#include <vector>

#include "core/base/base64url.h"

namespace gatehouse {

void SystemRandom::fill(std::span<std::byte> out) {
  while (!out.empty()) {
    const auto got = getrandom(out.data(), out.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) throw std::runtime_error("getrandom failed: the system has no randomness to give");
    out = out.subspan(std::size_t(got));
  }
}

void FixedRandom::fill(std::span<std::byte> out) {
  for (auto& byte : out) byte = std::byte(next_++);
}

std::string make_random_text(RandomSource& random, std::size_t bytes) {
  std::vector<std::byte> raw(bytes);
  random.fill(raw);
  return encode_base64url(raw);
}

}  // namespace gatehouse
