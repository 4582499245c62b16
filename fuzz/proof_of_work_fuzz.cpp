// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/base/base64url.h"
#include "core/crypto/proof_of_work.h"

using namespace gatehouse;

/// What a stranger sends as solution of a challenge: read in one spelling, and never outside of its text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto proof = crypto::parse_proof_of_work(text);
  if (!proof) return 0;
  Bytes nonces;
  for (const auto nonce : proof->nonces)
    for (int shift = 24; shift >= 0; shift -= 8)
      nonces.push_back(std::byte(nonce >> unsigned(shift) & 0xFFU));
  if (text != std::string(proof->task) + '.' + encode_base64url(nonces)) std::abort();
  if (!crypto::is_solved(*proof, 0)) std::abort();
  if (crypto::is_solved(*proof, 32)) std::abort();  // 2^1024 times less likely than a good one
  return 0;
}
