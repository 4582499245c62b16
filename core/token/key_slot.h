// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "core/token/key_ring.h"

namespace gatehouse::token {

/// A key ring that can be replaced while threads verify with it, which then wait for nothing and share
/// nothing to write. Replaced rings are kept until the slot ends: rotations are rare and rings small.
class KeySlot {
 public:
  explicit KeySlot(KeyRing keys) { set(std::move(keys)); }

  [[nodiscard]] const KeyRing& get() const { return *current_.load(std::memory_order_acquire); }

  void set(KeyRing keys) {
    const std::lock_guard lock(mutex_);
    rings_.push_back(std::make_unique<const KeyRing>(std::move(keys)));
    current_.store(rings_.back().get(), std::memory_order_release);
  }

 private:
  std::atomic<const KeyRing*> current_ = nullptr;
  std::mutex mutex_;
  std::vector<std::unique_ptr<const KeyRing>> rings_;
};

}  // namespace gatehouse::token
