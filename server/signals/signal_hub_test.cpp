// SPDX-License-Identifier: Apache-2.0
#include "server/signals/signal_hub.h"

#include <atomic>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace gatehouse::server {
namespace {

using std::chrono::milliseconds;

const AppId kOrders("orders");
const AppId kBilling("billing");

TEST(SignalHub, NewsBeforeTheWaitIsNotMissed) {
  SignalHub hub;
  SignalHub::Watch watch(hub, kOrders);
  hub.announce({.every_app = false, .apps = {kOrders}});
  EXPECT_TRUE(watch.wait_for(milliseconds(0)));
}

TEST(SignalHub, NewsOfOneAppWakesThatAppAlone) {
  SignalHub hub;
  SignalHub::Watch orders(hub, kOrders);
  SignalHub::Watch billing(hub, kBilling);
  EXPECT_EQ(hub.waiting(), 2u);
  hub.announce({.every_app = false, .apps = {kBilling}});
  EXPECT_TRUE(billing.wait_for(milliseconds(0)));
  EXPECT_FALSE(orders.wait_for(milliseconds(0)));
}

TEST(SignalHub, NewsForAllWakesAll) {
  SignalHub hub;
  SignalHub::Watch orders(hub, kOrders);
  SignalHub::Watch billing(hub, kBilling);
  hub.announce({.every_app = true, .apps = {}});
  EXPECT_TRUE(orders.wait_for(milliseconds(0)));
  EXPECT_TRUE(billing.wait_for(milliseconds(0)));
}

TEST(SignalHub, StoppingEndsWaitingNowAndLater) {
  SignalHub hub;
  SignalHub::Watch before(hub, kOrders);
  hub.stop();
  SignalHub::Watch after(hub, kOrders);
  EXPECT_TRUE(before.wait_for(milliseconds(0)));
  EXPECT_TRUE(after.wait_for(milliseconds(0)));
  EXPECT_TRUE(hub.stopped());
}

// Each event is seen by every follower although all come and go at once: a watch is held from before the
// look.
TEST(SignalHub, NoFollowerMissesAnEventUnderWay) {
  constexpr int kEvents = 2000;
  SignalHub hub;
  std::atomic<int> position = 0;
  std::vector<std::thread> followers;
  for (int i = 0; i < 4; ++i) {
    followers.emplace_back([&] {
      for (int seen = 0; seen < kEvents;) {
        SignalHub::Watch watch(hub, kOrders);
        const int now = position;
        if (now == seen) {
          EXPECT_TRUE(watch.wait_for(std::chrono::seconds(60)));
        }
        seen = now;
      }
    });
  }
  std::vector<std::thread> writers;
  for (int i = 0; i < 2; ++i) {
    writers.emplace_back([&] {
      for (int n = 0; n < kEvents / 2; ++n) {
        ++position;
        hub.announce({.every_app = n % 2 == 0, .apps = {kBilling, kOrders}});
      }
    });
  }
  for (auto& thread : writers) thread.join();
  for (auto& thread : followers) thread.join();
  EXPECT_EQ(hub.waiting(), 0u);
}

}  // namespace
}  // namespace gatehouse::server
