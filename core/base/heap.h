// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gatehouse {

/// Lets the heap keep some MiB of what was freed. A page of a long list takes hundreds of KiB and frees them;
/// glibc gives that back to the system at once by default, and the next page pays for it anew, fault by
/// fault.
void keep_freed_memory();

}  // namespace gatehouse
