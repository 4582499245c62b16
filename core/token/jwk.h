// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/crypto/asymmetric_key.h"
#include "core/token/algorithm.h"
#include "core/token/json_document.h"

namespace gatehouse::token {

/// A public key for verifying signatures (RFC 7517). It has no place for private members.
struct Jwk {
  std::string kid;  ///< empty when the key has none
  crypto::PublicKey key;

  [[nodiscard]] Algorithm algorithm() const { return algorithm_of(key.kind()); }
};

enum class JwkError {
  malformed,    ///< no JSON object, or a member is missing, of the wrong type or not canonical base64url
  private_key,  ///< it holds private or symmetric members, so it is public no longer
  unsupported,  ///< another key type, curve, algorithm or size
  not_for_signatures,  ///< `use` or `key_ops` say otherwise
  bad_key,             ///< the numbers are no sound key
};
[[nodiscard]] std::string_view to_code(JwkError error);

[[nodiscard]] Result<Jwk, JwkError> parse_jwk(std::string_view json);

struct JwkSet {
  std::vector<Jwk> keys;
  std::size_t skipped = 0;  ///< keys that could not be used (RFC 7517, section 5: ignored)
};

/// Fails only where the set itself is malformed, has two keys of one `kid`, or is larger than 256 KiB.
[[nodiscard]] Result<JwkSet, JwkError> parse_jwks(std::string_view json);

/// Public members with `use`, `alg` and `kid`.
[[nodiscard]] std::string to_json(const Jwk& jwk);
[[nodiscard]] std::string to_json(std::span<const Jwk> keys);

/// SHA-256 thumbprint (RFC 7638), the `kid` that Gatehouse gives to its keys.
[[nodiscard]] std::string jwk_thumbprint(const crypto::PublicKey& key);

}  // namespace gatehouse::token
