// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/proof_of_work.h"

#include <algorithm>

#include "core/base/base64url.h"
#include "core/crypto/sha256.h"

namespace gatehouse::crypto {
namespace {

constexpr std::size_t kNumberBytes = 4;

std::uint32_t read_number(const std::byte* bytes) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < kNumberBytes; ++i) number = number << 8U | std::to_integer<unsigned>(bytes[i]);
  return number;
}

void write_number(std::uint32_t number, std::byte* bytes) {
  for (std::size_t i = kNumberBytes; i-- > 0; number >>= 8U) bytes[i] = std::byte(number & 0xFFU);
}

}  // namespace

std::optional<ProofOfWork> parse_proof_of_work(std::string_view text) {
  constexpr std::size_t kBytes = kProofPuzzles * kNumberBytes;
  const auto dot = text.find('.');
  if (dot == text.npos || text.size() - dot - 1 != base64url_length(kBytes)) return std::nullopt;
  const auto bytes = decode_base64url(text.substr(dot + 1));
  if (!bytes) return std::nullopt;
  ProofOfWork proof{.task = text.substr(0, dot)};
  for (std::size_t i = 0; i < kProofPuzzles; ++i)
    proof.nonces[i] = read_number(bytes->data() + i * kNumberBytes);
  return proof;
}

bool is_solved(const ProofOfWork& proof, int bits) {
  std::array<std::byte, sizeof(Sha256Digest) + 2 * kNumberBytes> message{};
  std::ranges::copy(sha256(as_bytes(proof.task)), message.begin());
  auto* const numbers = message.data() + sizeof(Sha256Digest);
  for (std::uint32_t puzzle = 0; puzzle < kProofPuzzles; ++puzzle) {
    write_number(puzzle, numbers);
    write_number(proof.nonces[puzzle], numbers + kNumberBytes);
    const auto head = read_number(sha256(message).data());
    if (bits > 0 && head >> unsigned(32 - bits) != 0) return false;
  }
  return true;
}

}  // namespace gatehouse::crypto
