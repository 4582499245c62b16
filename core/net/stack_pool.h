// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include <boost/context/stack_context.hpp>

namespace gatehouse::net {

/// Stacks for fibers, mapped with a guard page below: running out of stack faults and never overwrites. Only
/// touched pages cost memory; a few stacks are kept for the next fibers. One thread's.
class StackPool {
 public:
  StackPool();
  ~StackPool();
  StackPool(const StackPool&) = delete;
  StackPool& operator=(const StackPool&) = delete;

  /// Throws std::bad_alloc when the system gives no memory.
  [[nodiscard]] boost::context::stack_context allocate();
  void deallocate(boost::context::stack_context& stack) noexcept;

 private:
  std::vector<boost::context::stack_context> spare_;
};

}  // namespace gatehouse::net
