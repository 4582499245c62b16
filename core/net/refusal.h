// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gatehouse::net {

/// Why bytes from a client are not a request, as the answer says it. The texts are constants.
struct Refusal {
  int status = 400;
  std::string_view code;
  std::string_view detail;
};

}  // namespace gatehouse::net
