// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/sodium.h"

#include <stdexcept>

#include <sodium.h>

namespace gatehouse::crypto {

void ensure_sodium_ready() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) throw std::runtime_error("libsodium can't start");
}

}  // namespace gatehouse::crypto
