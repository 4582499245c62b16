// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

#include "core/base/bytes.h"

namespace gatehouse::crypto {

using Sha256Digest = std::array<std::byte, 32>;

/// SHA-256 (FIPS 180-4). Thread-safe.
[[nodiscard]] Sha256Digest sha256(ByteView message);

}  // namespace gatehouse::crypto
