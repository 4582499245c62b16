// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gatehouse::crypto {

/// libsodium picks its implementations here. Called by everything that uses it; cheap after the first time,
/// thread-safe.
void ensure_sodium_ready();

}  // namespace gatehouse::crypto
