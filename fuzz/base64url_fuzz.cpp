// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/base/base64url.h"

/// What is accepted has exactly one spelling: encoding it again gives the text that was read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto bytes = gatehouse::decode_base64url(text);
  if (bytes && gatehouse::encode_base64url(*bytes) != text) std::abort();
  return 0;
}
