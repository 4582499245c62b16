// SPDX-License-Identifier: Apache-2.0
#include "core/base/heap.h"

#include <cstdlib>  // defines __GLIBC__ where it is
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace gatehouse {

void keep_freed_memory() {
#ifdef __GLIBC__
  ::mallopt(M_TRIM_THRESHOLD, 4 * 1024 * 1024);
  // Setting one of the two ends glibc's own adjusting of both.
  ::mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
#endif
}

}  // namespace gatehouse
