// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#elif defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#endif

namespace gatehouse::net {

/// Tells the sanitizers of each switch between the loop's stack and a fiber's; costs nothing without them.
class StackSwitch {
 public:
  enum class Leaving { for_a_while, for_good };

#if defined(__SANITIZE_ADDRESS__)
  void set_stack(const void* bottom, std::size_t size) {
    fiber_stack_ = {bottom, size, nullptr};
  }
  void before_entering() {  ///< on the loop's stack, as `after_leaving`
    __sanitizer_start_switch_fiber(&loop_stack_.fake, fiber_stack_.bottom, fiber_stack_.size);
  }
  void after_entering() {  ///< on the fiber's stack, as `before_leaving`
    __sanitizer_finish_switch_fiber(fiber_stack_.fake, &loop_stack_.bottom, &loop_stack_.size);
  }
  void before_leaving(Leaving leaving) {
    __sanitizer_start_switch_fiber(leaving == Leaving::for_good ? nullptr : &fiber_stack_.fake,
                                   loop_stack_.bottom, loop_stack_.size);
  }
  void after_leaving() {
    __sanitizer_finish_switch_fiber(loop_stack_.fake, nullptr, nullptr);
  }

 private:
  struct Stack {
    const void* bottom = nullptr;
    std::size_t size = 0;
    void* fake = nullptr;
  };
  Stack loop_stack_;
  Stack fiber_stack_;
#elif defined(__SANITIZE_THREAD__)
  StackSwitch() : fiber_(__tsan_create_fiber(0)) {}
  ~StackSwitch() {
    __tsan_destroy_fiber(fiber_);
  }
  StackSwitch(const StackSwitch&) = delete;
  StackSwitch& operator=(const StackSwitch&) = delete;
  void set_stack(const void*, std::size_t) {}
  void before_entering() {
    loop_ = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(fiber_, 0);
  }
  void after_entering() {}
  void before_leaving(Leaving leaving) {
    // At its end a fiber still returns from its functions, and they must be taken off its own list of
    // callers.
    if (leaving == Leaving::for_a_while) __tsan_switch_to_fiber(loop_, 0);
  }
  void after_leaving() {
    if (__tsan_get_current_fiber() != loop_) __tsan_switch_to_fiber(loop_, 0);
  }

 private:
  void* fiber_;
  void* loop_ = nullptr;
#else
  void set_stack(const void*, std::size_t) {}
  void before_entering() {}
  void after_entering() {}
  void before_leaving(Leaving) {}
  void after_leaving() {}
#endif
};

}  // namespace gatehouse::net
