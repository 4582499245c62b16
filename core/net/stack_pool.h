// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include <boost/context/stack_context.hpp>

namespace gatehouse::net {

/// Stacks for fibers, mapped with a guard page below: running out of stack faults and never overwrites. Only
/// touched pages cost memory. Stacks are kept for the next fibers, after a burst of them until `trim`. One
/// thread's.
class StackPool {
 public:
  StackPool();
  ~StackPool();
  StackPool(const StackPool&) = delete;
  StackPool& operator=(const StackPool&) = delete;

  /// Throws std::bad_alloc when the system gives no memory.
  [[nodiscard]] boost::context::stack_context allocate();
  void deallocate(boost::context::stack_context& stack) noexcept;
  /// Gives back half of what is kept beyond a few; true while there is more to give back.
  bool trim() noexcept;

 private:
  std::vector<boost::context::stack_context> spare_;
};

}  // namespace gatehouse::net
