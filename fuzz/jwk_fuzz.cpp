// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/token/jwk.h"

using namespace gatehouse::token;

/// A key that is read can be written, read again as the same, and has only public members.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto jwk = parse_jwk(text)) {
    const auto written = to_json(*jwk);
    const auto again = parse_jwk(written);
    if (!again || to_json(*again) != written) std::abort();
  }
  if (const auto set = parse_jwks(text)) {
    const auto again = parse_jwks(to_json(set->keys));
    if (!again || again->keys.size() != set->keys.size() || again->skipped != 0) std::abort();
  }
  return 0;
}
