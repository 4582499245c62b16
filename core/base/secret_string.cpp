// SPDX-License-Identifier: Apache-2.0
#include "core/base/secret_string.h"

#include <cstring>

namespace gatehouse {

SecretString& SecretString::operator=(const SecretString& other) {
  if (this != &other) {
    wipe();
    text_ = other.text_;
  }
  return *this;
}

SecretString& SecretString::operator=(SecretString&& other) noexcept {
  if (this != &other) {
    wipe();
    text_ = std::move(other.text_);
    other.wipe();
  }
  return *this;
}

void SecretString::wipe() noexcept {
  // The whole capacity: a moved-from short string keeps its bytes in place.
  explicit_bzero(text_.data(), text_.capacity());
  text_.clear();
}

}  // namespace gatehouse
