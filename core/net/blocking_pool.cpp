// SPDX-License-Identifier: Apache-2.0
#include "core/net/blocking_pool.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <pthread.h>
#include <thread>
#include <utility>
#include <vector>

#include "core/net/fiber.h"

namespace gatehouse::net {

struct BlockingPool::State {
  struct Job {
    const std::function<void()>* work;
    std::exception_ptr* error;
    std::shared_ptr<Waiter> waiter;
  };

  explicit State(Options given) : options(std::move(given)) {}

  void run_worker();
  void run_idle_call(std::unique_lock<std::mutex>& lock);
  static void run_job(Job job);

  const Options options;
  mutable std::mutex mutex;
  std::condition_variable changed;
  std::deque<Job> queue;
  std::size_t busy = 0;
  std::size_t refused = 0;
  std::size_t jobs_done = 0;
  bool stopping = false;
  bool idle_told = true;  ///< nothing to give back before the first work
  std::vector<std::thread> threads;
};

void BlockingPool::State::run_job(Job job) {
  try {
    (*job.work)();
  } catch (...) {
    *job.error = std::current_exception();
  }
  job.waiter->wake();
}

void BlockingPool::State::run_idle_call(std::unique_lock<std::mutex>& lock) {
  idle_told = true;
  lock.unlock();
  options.on_idle();
  lock.lock();
}

void BlockingPool::State::run_worker() {
  ::pthread_setname_np(::pthread_self(), options.name.substr(0, 15).c_str());
  const auto has_work = [this] { return stopping || !queue.empty(); };
  std::unique_lock lock(mutex);
  while (true) {
    if (!options.on_idle || idle_told || busy > 0) {
      changed.wait(lock, [&] { return has_work() || (options.on_idle && !idle_told && busy == 0); });
    }
    const auto spell = jobs_done;
    if (!has_work() && !changed.wait_for(lock, options.idle, has_work)) {
      if (!idle_told && busy == 0 && spell == jobs_done) run_idle_call(lock);
      continue;
    }
    if (queue.empty()) {
      if (stopping) return;
      continue;
    }
    auto job = std::move(queue.front());
    queue.pop_front();
    ++busy;
    idle_told = false;
    lock.unlock();
    run_job(std::move(job));
    lock.lock();
    ++jobs_done;
    if (--busy == 0 && options.on_idle) changed.notify_all();
  }
}

BlockingPool::BlockingPool(Options options) : state_(std::make_shared<State>(std::move(options))) {
  const auto count = std::max<std::size_t>(state_->options.threads, 1);
  for (std::size_t i = 0; i < count; ++i) {
    state_->threads.emplace_back([state = state_.get()] { state->run_worker(); });
  }
}

BlockingPool::~BlockingPool() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->changed.notify_all();
  for (auto& thread : state_->threads) thread.join();
}

bool BlockingPool::run_erased(const std::function<void()>& work, std::exception_ptr& error) {
  const auto waiter = Waiter::for_current();
  {
    const std::lock_guard lock(state_->mutex);
    const auto free = state_->threads.size() - std::min(state_->busy, state_->threads.size());
    if (state_->queue.size() >= state_->options.queue_limit + free) {
      ++state_->refused;
      return false;
    }
    state_->queue.push_back({&work, &error, waiter});
    // Still under the lock: the pool may end as soon as this work is known to it.
    state_->changed.notify_one();
  }
  waiter->wait();
  return true;
}

std::size_t BlockingPool::queued() const {
  const std::lock_guard lock(state_->mutex);
  return state_->queue.size();
}

std::size_t BlockingPool::refused() const {
  const std::lock_guard lock(state_->mutex);
  return state_->refused;
}

}  // namespace gatehouse::net
