// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "core/base/base64url.h"
#include "core/crypto/proof_of_work.h"
#include "core/crypto/sha256.h"

namespace gatehouse::crypto {

/// The solution of a proof of work, as a browser sends it. Written by the description and not by the code
/// that checks it; the page has a third one, in console/src/features/sign_in.
inline std::string solve_proof(std::string_view task, int bits) {
  const auto put = [](unsigned char* at, std::uint32_t number) {
    at[0] = static_cast<unsigned char>(number >> 24U);
    at[1] = static_cast<unsigned char>(number >> 16U);
    at[2] = static_cast<unsigned char>(number >> 8U);
    at[3] = static_cast<unsigned char>(number);
  };
  const auto is_zero = [bits](const Sha256Digest& digest) {
    for (int bit = 0; bit < bits; ++bit) {
      if ((std::to_integer<unsigned>(digest[std::size_t(bit / 8)]) & (0x80U >> unsigned(bit % 8))) != 0)
        return false;
    }
    return true;
  };
  std::string message(as_text(sha256(as_bytes(task))));
  message.resize(40);
  auto* const numbers = reinterpret_cast<unsigned char*>(message.data()) + 32;
  std::string nonces;
  for (std::uint32_t puzzle = 0; puzzle < kProofPuzzles; ++puzzle) {
    put(numbers, puzzle);
    std::uint32_t nonce = 0;
    do put(numbers + 4, nonce++);
    while (!is_zero(sha256(as_bytes(message))));
    nonces += message.substr(36);
  }
  return std::string(task) + '.' + encode_base64url(as_bytes(nonces));
}

}  // namespace gatehouse::crypto
