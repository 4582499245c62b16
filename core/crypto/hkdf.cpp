// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/hkdf.h"

#include <algorithm>
#include <stdexcept>

#include "core/crypto/hmac.h"

namespace gatehouse::crypto {

Bytes hkdf_sha256(ByteView secret, ByteView salt, ByteView info, std::size_t length) {
  constexpr std::size_t kHash = sizeof(Sha256Digest);
  if (length == 0 || length > 255 * kHash) throw std::invalid_argument("hkdf_sha256: length out of range");
  const auto pseudorandom_key = HmacSha256Key(salt).compute(secret);
  const HmacSha256Key expand(pseudorandom_key);

  Bytes output;
  Bytes block;  // T(n-1) | info | n
  for (unsigned char counter = 1; output.size() < length; ++counter) {
    block.insert(block.end(), info.begin(), info.end());
    block.push_back(std::byte(counter));
    const auto part = expand.compute(block);
    output.insert(output.end(), part.begin(),
                  part.begin() + std::ptrdiff_t(std::min(kHash, length - output.size())));
    block.assign(part.begin(), part.end());
  }
  return output;
}

Sha256Digest derive_key(ByteView secret, std::string_view purpose) {
  Sha256Digest key;
  std::ranges::copy(hkdf_sha256(secret, {}, as_bytes(purpose), key.size()), key.begin());
  return key;
}

}  // namespace gatehouse::crypto
