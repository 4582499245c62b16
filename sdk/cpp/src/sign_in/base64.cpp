// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/base64.h"

#include <algorithm>

#include "core/base/base64url.h"

namespace gatehouse::sdk {

std::string encode_base64(ByteView bytes) {
  auto text = encode_base64url(bytes);
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

}  // namespace gatehouse::sdk
