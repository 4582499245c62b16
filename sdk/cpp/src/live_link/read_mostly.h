// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <thread>

namespace gatehouse::sdk {

/// Something that one thread replaces now and then while many read it. A reader never waits: it announces
/// itself in a counter that few others touch. Who replaces waits until the readers of the old one are done,
/// which takes them nanoseconds, and then frees it.
template <class T>
class ReadMostly {
 public:
  explicit ReadMostly(std::unique_ptr<T> first) : owned_(std::move(first)), current_(owned_.get()) {}

  /// `use(const T&)`; it must not wait and not call `replace`.
  template <class Use>
  auto read(Use use) const {
    const Presence presence(counters_[stripe()].readers);
    return use(*current_.load());
  }

  /// For the one thread that replaces.
  [[nodiscard]] T& owned() { return *owned_; }

  void replace(std::unique_ptr<T> next) {
    current_.store(next.get());
    // Sequential consistency: who comes after a counter was seen at zero finds the new one.
    for (const auto& counter : counters_) {
      while (counter.readers.load() != 0) std::this_thread::yield();
    }
    owned_ = std::move(next);
  }

 private:
  struct alignas(64) Counter {
    mutable std::atomic<int> readers = 0;
  };
  class Presence {
   public:
    explicit Presence(std::atomic<int>& readers) : readers_(readers) { readers_.fetch_add(1); }
    ~Presence() { readers_.fetch_sub(1); }
    Presence(const Presence&) = delete;
    Presence& operator=(const Presence&) = delete;

   private:
    std::atomic<int>& readers_;
  };
  static constexpr unsigned kStripes = 16;

  static unsigned stripe() {
    static std::atomic<unsigned> threads = 0;
    static thread_local const unsigned own = threads.fetch_add(1) % kStripes;
    return own;
  }

  std::array<Counter, kStripes> counters_;
  std::unique_ptr<T> owned_;
  std::atomic<T*> current_;
};

}  // namespace gatehouse::sdk
