// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gatehouse/json.h>
#include <string>
#include <string_view>

namespace gatehouse::sdk {

/// A member that is a text; empty where it is absent or anything else.
inline std::string text_of(const Json& object, std::string_view name) {
  const auto* member = object.find(name);
  return member != nullptr && member->is_string() ? member->as_string() : std::string();
}

}  // namespace gatehouse::sdk
