// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse::crypto {

/// Puzzles that make up one proof. How long one takes is exponentially distributed: it varies as much as it
/// takes on average, and one in twenty people would wait three times as long as others. The sum of 32 varies
/// by 1/sqrt(32), 18 %, so that the difficulty can be as high as most people will wait for.
inline constexpr std::size_t kProofPuzzles = 32;

/// A proof of work on SHA-256: for each puzzle a nonce, such that
/// SHA-256(SHA-256(task) || puzzle || nonce), both numbers as 4 bytes, most significant first, begins with as
/// many zero bits as was asked. The task is any text without a dot.
struct ProofOfWork {
  std::string_view task;
  std::array<std::uint32_t, kProofPuzzles> nonces{};
};

/// Reads `TASK.NONCES`, the nonces one after another as base64url. Absent for any other text. The task is a
/// view into `text`.
[[nodiscard]] std::optional<ProofOfWork> parse_proof_of_work(std::string_view text);

/// Looks at no more puzzles than it must: the first that isn't solved ends it. `bits` is 0 to 32.
[[nodiscard]] bool is_solved(const ProofOfWork& proof, int bits);

}  // namespace gatehouse::crypto
