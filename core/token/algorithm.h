// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "core/crypto/asymmetric_key.h"

namespace gatehouse::token {

/// The signature algorithms of RFC 7518 and RFC 8037 that Gatehouse knows; there is no way to name another.
enum class Algorithm { hs256, eddsa, es256, rs256 };

[[nodiscard]] constexpr std::string_view to_text(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::hs256:
      return "HS256";
    case Algorithm::eddsa:
      return "EdDSA";
    case Algorithm::es256:
      return "ES256";
    case Algorithm::rs256:
      return "RS256";
  }
  return {};
}

/// Exactly the registered spelling; absent for any other.
[[nodiscard]] constexpr std::optional<Algorithm> parse_algorithm(std::string_view text) {
  for (const auto algorithm : {Algorithm::hs256, Algorithm::eddsa, Algorithm::es256, Algorithm::rs256}) {
    if (text == to_text(algorithm)) return algorithm;
  }
  return std::nullopt;
}

/// The key's kind decides the algorithm, never the token and never a JWK's `alg` alone.
[[nodiscard]] constexpr Algorithm algorithm_of(crypto::KeyKind kind) {
  switch (kind) {
    case crypto::KeyKind::ed25519:
      return Algorithm::eddsa;
    case crypto::KeyKind::p256:
      return Algorithm::es256;
    case crypto::KeyKind::rsa:
      return Algorithm::rs256;
  }
  return Algorithm::eddsa;
}

}  // namespace gatehouse::token
