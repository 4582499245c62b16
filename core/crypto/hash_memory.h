// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace gatehouse::crypto {

/// While one lives, memory that libsodium maps on this thread comes from maps kept by earlier hashes.
///
/// libsodium maps and unmaps its memory at each hash, and the kernel's zeroing of it costs about a third of
/// the hash. Where the program is linked with `-Wl,--wrap=mmap,--wrap=munmap` and the static libsodium, those
/// two calls come here; anywhere else this does nothing and hashing is as fast as libsodium alone.
class KeptHashMemory {
 public:
  KeptHashMemory();
  ~KeptHashMemory();
  KeptHashMemory(const KeptHashMemory&) = delete;
  KeptHashMemory& operator=(const KeptHashMemory&) = delete;
};

/// Unmaps what no running hash uses; returns its size in bytes. Thread-safe.
std::size_t release_kept_hash_memory();

}  // namespace gatehouse::crypto
