// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/short_hash.h"

#include <cstring>

#include <sodium.h>

#include "core/crypto/sodium.h"

namespace gatehouse::crypto {

ShortHash::ShortHash(RandomSource& random) {
  static_assert(sizeof key_ == crypto_shorthash_KEYBYTES);
  ensure_sodium_ready();
  random.fill(key_);
}

std::uint64_t ShortHash::operator()(std::string_view text) const {
  std::array<unsigned char, crypto_shorthash_BYTES> bytes;
  ::crypto_shorthash(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     reinterpret_cast<const unsigned char*>(key_.data()));
  std::uint64_t hash = 0;
  std::memcpy(&hash, bytes.data(), sizeof hash);
  return hash;
}

}  // namespace gatehouse::crypto
