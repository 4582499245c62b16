// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <stdexcept>
#include <string>

namespace gatehouse {

/// The app can't start as configured. The text says what is wrong and how to mend it, for people, and never
/// holds a secret.
class StartError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An environment variable; throws StartError when it is missing or empty.
std::string require_env(const std::string& name);

/// An environment variable; absent when it is missing or empty.
std::optional<std::string> find_env(const std::string& name);

}  // namespace gatehouse
