// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/clock.h"
#include "core/net/blocking_pool.h"
#include "core/net/connection_places.h"
#include "core/net/event_loop.h"
#include "core/net/fiber.h"

namespace gatehouse::net {
namespace {

using namespace std::chrono_literals;

TEST(Waiter, WakeBeforeWaitIsNotLost) {
  const auto waiter = Waiter::for_current();
  waiter->wake();
  waiter->wake();
  waiter->wait();
}

TEST(Waiter, WakesAcrossThreads) {
  for (int i = 0; i < 200; ++i) {
    const auto waiter = Waiter::for_current();
    int value = 0;
    std::thread other([&] {
      value = 7;
      waiter->wake();
    });
    waiter->wait();
    EXPECT_EQ(value, 7);
    other.join();
  }
}

TEST(Waiter, TimeRunsOut) {
  EXPECT_FALSE(Waiter::for_current()->wait_for(10ms));
  const auto waiter = Waiter::for_current();
  waiter->wake();
  EXPECT_TRUE(waiter->wait_for(0ms));
}

TEST(WaitReady, TellsReadyFromTimeOut) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  EXPECT_FALSE(wait_ready(ends[0], Readiness::readable, 10ms));
  EXPECT_TRUE(wait_ready(ends[1], Readiness::writable, 10ms));
  ASSERT_EQ(::write(ends[1], "x", 1), 1);
  EXPECT_TRUE(wait_ready(ends[0], Readiness::readable, 5s));
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(Spawn, OffTheServerWorkGetsAThread) {
  const auto waiter = Waiter::for_current();
  std::thread::id other;
  spawn([&] {
    other = std::this_thread::get_id();
    waiter->wake();
  });
  waiter->wait();
  EXPECT_NE(other, std::this_thread::get_id());
  EXPECT_FALSE(on_fiber());
}

TEST(EventLoop, PostedCallsRunInOrderOnItsThread) {
  const auto loop = std::make_shared<EventLoop>([](std::string_view) {});
  std::thread thread([&] { loop->run(); });
  std::vector<int> seen;
  const auto waiter = Waiter::for_current();
  for (int i = 0; i < 100; ++i) {
    loop->post([&seen, i] { seen.push_back(i); });
  }
  loop->post([&] { waiter->wake(); });
  waiter->wait();
  for (int i = 0; i < 100; ++i) EXPECT_EQ(seen.at(static_cast<std::size_t>(i)), i);
  loop->stop();
  thread.join();
}

TEST(BlockingPool, ReturnsValuesAndExceptions) {
  BlockingPool pool({.name = "test", .threads = 2});
  EXPECT_EQ(*pool.run([] { return std::string("done"); }), "done");
  int ran = 0;
  EXPECT_TRUE(pool.run([&] { ++ran; }));
  EXPECT_EQ(ran, 1);
  EXPECT_THROW((void)pool.run([]() -> int { throw std::runtime_error("x"); }), std::runtime_error);
}

TEST(BlockingPool, RunsAsManyAtOnceAsItHasThreads) {
  BlockingPool pool({.name = "test", .threads = 3, .queue_limit = 100});
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 12; ++i) {
    callers.emplace_back([&] {
      EXPECT_TRUE(pool.run([&] {
        const int now = ++inside;
        for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
        }
        std::this_thread::sleep_for(20ms);
        --inside;
      }));
    });
  }
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(most, 3);
}

TEST(BlockingPool, MoreThanTheQueueHoldsIsRefusedAtOnce) {
  BlockingPool pool({.name = "test", .threads = 1, .queue_limit = 1});
  std::atomic<bool> running = false;
  std::thread first([&] {
    EXPECT_TRUE(pool.run([&] {
      running = true;
      while (running) std::this_thread::sleep_for(1ms);
    }));
  });
  while (!running) std::this_thread::sleep_for(1ms);
  std::thread second([&] { EXPECT_TRUE(pool.run([] {})); });
  while (pool.queued() == 0) std::this_thread::sleep_for(1ms);
  EXPECT_FALSE(pool.run([] {}));
  EXPECT_EQ(pool.refused(), 1u);
  running = false;
  first.join();
  second.join();
  EXPECT_TRUE(pool.run([] {})) << "there is room again";
}

TEST(BlockingPool, ManyCallersGetTheirOwnAnswers) {
  BlockingPool pool({.name = "test", .threads = 4, .queue_limit = 64});
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&pool, i] {
      for (int k = 0; k < 200; ++k) EXPECT_EQ(*pool.run([&] { return i * 1000 + k; }), i * 1000 + k);
    });
  }
  for (auto& caller : callers) caller.join();
}

TEST(BlockingPool, TellsOncePerIdleSpell) {
  std::atomic<int> told = 0;
  BlockingPool pool({.name = "test", .threads = 3, .on_idle = [&] { ++told; }, .idle = 100ms});
  std::this_thread::sleep_for(250ms);
  EXPECT_EQ(told, 0) << "nothing to give back before the first work";
  for (int spell = 1; spell <= 2; ++spell) {
    EXPECT_TRUE(pool.run([] {}));
    for (int i = 0; i < 1000 && told < spell; ++i) std::this_thread::sleep_for(5ms);
    std::this_thread::sleep_for(250ms);
    EXPECT_EQ(told, spell);
  }
}

TEST(BlockingPool, FinishesWhatIsQueuedAtItsEnd) {
  std::atomic<int> ran = 0;
  std::atomic<bool> one_runs = false;
  std::atomic<bool> may_run = false;
  std::vector<std::thread> callers;
  {
    BlockingPool pool({.name = "test", .threads = 1, .queue_limit = 10});
    for (int i = 0; i < 5; ++i) {
      callers.emplace_back([&] {
        (void)pool.run([&] {
          one_runs = true;
          while (!may_run) std::this_thread::sleep_for(1ms);
          ++ran;
        });
      });
    }
    // One runs and four wait: all callers are inside before the pool ends. Four alone may be those before the
    // thread took the first.
    while (!one_runs || pool.queued() < 4) std::this_thread::sleep_for(1ms);
    may_run = true;
  }
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(ran, 5);
}

TEST(ConnectionPlaces, AreNeverOversold) {
  ConnectionPlaces places(10, 4);
  const auto one = IpAddress::parse("192.0.2.1");
  const auto two = IpAddress::parse("192.0.2.2");
  std::atomic<int> taken = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      const auto& address = i % 2 == 0 ? one : two;
      for (int k = 0; k < 500; ++k) {
        if (places.take(address) != ConnectionPlaces::Outcome::taken) continue;
        EXPECT_LE(++taken, 8);
        --taken;
        places.give_back(address);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(places.taken(), 0u);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(places.take(one), ConnectionPlaces::Outcome::taken);
  EXPECT_EQ(places.take(one), ConnectionPlaces::Outcome::address_full);
  for (int i = 0; i < 6; ++i) EXPECT_EQ(places.take(std::nullopt), ConnectionPlaces::Outcome::taken);
  EXPECT_EQ(places.take(two), ConnectionPlaces::Outcome::full);
}

}  // namespace
}  // namespace gatehouse::net
