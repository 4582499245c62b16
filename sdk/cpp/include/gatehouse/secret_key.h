// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace gatehouse {

/// The text of a secret key: it has no way into a stream or a log, and is wiped when done.
class SecretKey {
 public:
  SecretKey() = default;
  // NOLINTBEGIN(google-explicit-constructor): `.secret_key = require_env("SECRET_KEY")`
  SecretKey(std::string text) : text_(std::move(text)) {}
  SecretKey(const char* text) : text_(text) {}
  // NOLINTEND(google-explicit-constructor)
  SecretKey(const SecretKey&) = default;
  SecretKey& operator=(const SecretKey&) = default;
  ~SecretKey();

  [[nodiscard]] std::string_view reveal() const { return text_; }

 private:
  std::string text_;
};

}  // namespace gatehouse
