// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/hash_memory.h"

#include <algorithm>
#include <mutex>
#include <sys/mman.h>
#include <utility>
#include <vector>

extern "C" {
// Weak: they are defined only where the program is linked with --wrap.
__attribute__((weak)) void* __real_mmap(void*, std::size_t, int, int, int, off_t);
__attribute__((weak)) int __real_munmap(void*, std::size_t);
void* __wrap_mmap(void* address, std::size_t size, int protection, int flags, int file, off_t offset);
int __wrap_munmap(void* address, std::size_t size);
}

namespace gatehouse::crypto {
namespace {

thread_local bool hashing = false;

struct Map {
  void* address;
  std::size_t size;
};

class KeptMaps {
 public:
  /// A kept map of exactly this size, or null.
  void* take(std::size_t size) {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(idle_, size, &Map::size);
    if (found == idle_.end()) return nullptr;
    void* const address = found->address;
    idle_.erase(found);
    return address;
  }

  void keep(Map map) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(map);
  }

  std::vector<Map> take_all() {
    const std::lock_guard lock(mutex_);
    return std::exchange(idle_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<Map> idle_;
};

KeptMaps& kept_maps() {
  static KeptMaps maps;
  return maps;
}

constexpr std::size_t kSmallestKept = 1024 * 1024;  // argon2's matrix, not libsodium's small allocations

}  // namespace

KeptHashMemory::KeptHashMemory() {
  hashing = true;
}
KeptHashMemory::~KeptHashMemory() {
  hashing = false;
}

std::size_t release_kept_hash_memory() {
  std::size_t released = 0;
  for (const auto& map : kept_maps().take_all()) {
    __real_munmap(map.address, map.size);
    released += map.size;
  }
  return released;
}

}  // namespace gatehouse::crypto

using namespace gatehouse::crypto;  // NOLINT(google-build-using-namespace): the linker fixes the names below

void* __wrap_mmap(void* address, std::size_t size, int protection, int flags, int file, off_t offset) {
  if (!hashing || size < kSmallestKept) return __real_mmap(address, size, protection, flags, file, offset);
  if (void* const kept = kept_maps().take(size)) return kept;
  // Populated later, so that the kernel may use huge pages: argon2 jumps about in it, and small pages miss
  // the TLB.
  void* const fresh = __real_mmap(address, size, protection, flags & ~MAP_POPULATE, file, offset);
  if (fresh == MAP_FAILED) return fresh;
  madvise(fresh, size, MADV_HUGEPAGE);
  madvise(fresh, size, MADV_DONTDUMP);
  return fresh;
}

int __wrap_munmap(void* address, std::size_t size) {
  if (!hashing || size < kSmallestKept) return __real_munmap(address, size);
  kept_maps().keep({address, size});
  return 0;
}
