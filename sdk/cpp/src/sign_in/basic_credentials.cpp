// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/basic_credentials.h"

#include <algorithm>

#include "core/base/base64url.h"
#include "core/http/form.h"

namespace gatehouse::sdk {

std::string basic_credentials(const std::string& client_id, const SecretString& secret) {
  auto text = encode_base64url(
      as_bytes(http::percent_encode(client_id) + ':' + http::percent_encode(secret.reveal())));
  // Basic wants the other alphabet, and padding (RFC 7617, section 2; RFC 4648, section 4).
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  text.append((4 - text.size() % 4) % 4, '=');
  return "Basic " + text;
}

}  // namespace gatehouse::sdk
