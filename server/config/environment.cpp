// SPDX-License-Identifier: Apache-2.0
#include "server/config/environment.h"

#include <string_view>
#include <unistd.h>

namespace gatehouse::server {

Environment read_environment() {
  Environment environment;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    if (equals == text.npos) continue;
    environment.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return environment;
}

}  // namespace gatehouse::server
