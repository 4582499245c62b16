// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/base/time_text.h"

/// A time that was read is written and read again as itself; a duration is never negative.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto time = gatehouse::parse_rfc3339(text);
  if (time && gatehouse::parse_rfc3339(gatehouse::to_rfc3339(*time)) != time) std::abort();
  const auto duration = gatehouse::parse_duration(text);
  if (duration && duration->count() < 0) std::abort();
  return 0;
}
