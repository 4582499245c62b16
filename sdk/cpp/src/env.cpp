// SPDX-License-Identifier: Apache-2.0
#include "gatehouse/env.h"

#include <cstdlib>

namespace gatehouse {

std::optional<std::string> find_env(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

std::string require_env(const std::string& name) {
  if (auto value = find_env(name)) return *std::move(value);
  throw StartError("The environment variable " + name + " is not set: set it and start again");
}

}  // namespace gatehouse
