// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/base/bytes.h"
#include "core/crypto/sha256.h"

namespace gatehouse::crypto {

/// HKDF-SHA256 (RFC 5869). `length` is 1 to 8160 bytes, anything else throws std::invalid_argument.
/// Thread-safe.
[[nodiscard]] Bytes hkdf_sha256(ByteView secret, ByteView salt, ByteView info, std::size_t length);

/// A key of 32 bytes for one named purpose, e.g. "gatehouse secrets at rest v1". Keys of different purposes
/// tell nothing about each other or about `secret`, which must already be uniformly random or long.
[[nodiscard]] Sha256Digest derive_key(ByteView secret, std::string_view purpose);

}  // namespace gatehouse::crypto
