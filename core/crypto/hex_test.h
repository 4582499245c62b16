// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/base/bytes.h"

// For tests: published vectors are printed in hexadecimal.
namespace gatehouse::crypto {

inline std::string to_hex(ByteView bytes) {
  std::string text;
  for (const auto byte : bytes) {
    for (const int shift : {4, 0}) text += "0123456789abcdef"[(std::to_integer<int>(byte) >> shift) & 15];
  }
  return text;
}

inline Bytes from_hex(std::string_view text) {
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes.push_back(std::byte(std::stoi(std::string(text.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

}  // namespace gatehouse::crypto
