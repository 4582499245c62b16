// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/base/bytes.h"

namespace gatehouse {

/// A secret: cannot be printed or logged by accident, is compared in constant time, and is wiped when done.
/// Reading it must be spelled out with `reveal()`.
class SecretString {
 public:
  SecretString() = default;
  explicit SecretString(std::string text) : text_(std::move(text)) {}
  SecretString(const SecretString&) = default;
  SecretString(SecretString&& other) noexcept : text_(std::move(other.text_)) { other.wipe(); }
  SecretString& operator=(const SecretString& other);
  SecretString& operator=(SecretString&& other) noexcept;
  ~SecretString() { wipe(); }

  [[nodiscard]] std::string_view reveal() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  [[nodiscard]] std::size_t size() const { return text_.size(); }

  friend bool operator==(const SecretString& left, const SecretString& right) {
    return equal_in_constant_time(as_bytes(left.text_), as_bytes(right.text_));
  }

 private:
  void wipe() noexcept;
  std::string text_;
};

}  // namespace gatehouse
