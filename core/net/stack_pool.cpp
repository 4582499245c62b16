// SPDX-License-Identifier: Apache-2.0
#include "core/net/stack_pool.h"

#include <new>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

namespace gatehouse::net {
namespace {

constexpr std::size_t kGuardBytes = 4096;
#if defined(__SANITIZE_ADDRESS__)
constexpr std::size_t kStackBytes = 1024 * 1024;  // red zones and -O0 make frames several times larger
#else
constexpr std::size_t kStackBytes = 256 * 1024;
#endif
constexpr std::size_t kKept = 32;
constexpr std::size_t kMaxSpare = 8192;

void unmap(const boost::context::stack_context& stack) noexcept {
  ::munmap(static_cast<char*>(stack.sp) - stack.size, stack.size);
}

}  // namespace

StackPool::StackPool() {
  spare_.reserve(kMaxSpare);
}

StackPool::~StackPool() {
  for (const auto& stack : spare_) unmap(stack);
}

boost::context::stack_context StackPool::allocate() {
  if (!spare_.empty()) {
    const auto stack = spare_.back();
    spare_.pop_back();
    return stack;
  }
  const auto size = kStackBytes + kGuardBytes;
  void* bottom = ::mmap(nullptr, size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK | MAP_NORESERVE, -1, 0);
  if (bottom == MAP_FAILED) throw std::bad_alloc();
  if (::mprotect(bottom, kGuardBytes, PROT_NONE) != 0) {
    ::munmap(bottom, size);
    throw std::bad_alloc();
  }
  boost::context::stack_context stack;
  stack.size = size;
  stack.sp = static_cast<char*>(bottom) + size;
  return stack;
}

void StackPool::deallocate(boost::context::stack_context& stack) noexcept {
#if defined(__SANITIZE_ADDRESS__)
  // The fiber's last frames never returned, so their red zones are still marked.
  ASAN_UNPOISON_MEMORY_REGION(static_cast<char*>(stack.sp) - kStackBytes, kStackBytes);
#endif
  if (spare_.size() < kMaxSpare) {
    spare_.push_back(stack);
  } else {
    unmap(stack);
  }
}

bool StackPool::trim() noexcept {
  if (spare_.size() <= kKept) return false;
  const auto remaining = kKept + (spare_.size() - kKept) / 2;
  while (spare_.size() > remaining) {
    unmap(spare_.back());
    spare_.pop_back();
  }
  return true;
}

}  // namespace gatehouse::net
