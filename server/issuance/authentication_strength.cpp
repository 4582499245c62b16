// SPDX-License-Identifier: Apache-2.0
#include "server/issuance/authentication_strength.h"

#include <algorithm>

namespace gatehouse::server {

std::string acr_of(const std::vector<std::string>& amr) {
  const bool multi = std::find(amr.begin(), amr.end(), "mfa") != amr.end();
  return std::string(multi ? kMultiFactor : kSingleFactor);
}

}  // namespace gatehouse::server
