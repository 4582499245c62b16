// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/basic_credentials.h"

#include "core/http/form.h"
#include "sdk/cpp/src/sign_in/base64.h"

namespace gatehouse::sdk {

std::string basic_credentials(const std::string& client_id, const SecretString& secret) {
  const auto pair = http::percent_encode(client_id) + ':' + http::percent_encode(secret.reveal());
  return "Basic " + encode_base64(as_bytes(pair));
}

}  // namespace gatehouse::sdk
