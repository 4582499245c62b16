// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "server/defence/event_count.h"
#include "server/defence/guess_limits.h"

namespace gatehouse::server {
namespace {

TEST(GuessLimitsConcurrent, ManyAtTheSameMomentGetNoMoreThanOneAfterAnother) {
  const FixedClock clock{Time(std::chrono::hours(500'000))};
  GuessLimits limits(clock);
  EventCount refused;
  std::atomic<int> evaluated = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int k = 0; k < 200; ++k) {
        const GuessLanes lanes{.account = 7, .device = {}, .address = LaneKey(100 + i), .network = {}};
        if (limits.admit(lanes).kind == GuessLimits::Verdict::Kind::admitted) {
          ++evaluated;
          limits.count(lanes);
        } else {
          refused.add("127.0.0.1");
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(evaluated, guess_rules::kAccount.burst);
  EXPECT_EQ(refused.total(), 8U * 200U - 50U);
}

TEST(GuessLimitsConcurrent, WhatIsTakenBackByManyLeavesNothing) {
  const FixedClock clock{Time(std::chrono::hours(500'000))};
  GuessLimits limits(clock);
  const GuessLanes lanes{.account = 7, .device = {}, .address = 5, .network = {}};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 500; ++k) {
        if (limits.admit(lanes).kind == GuessLimits::Verdict::Kind::admitted) limits.take_back(lanes);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (int i = 0; i < guess_rules::kAddress.burst; ++i)
    EXPECT_EQ(limits.admit(lanes).kind, GuessLimits::Verdict::Kind::admitted);
}

}  // namespace
}  // namespace gatehouse::server
