// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "core/sql/pool.h"

namespace gatehouse::sql {
namespace {

constexpr int kConnections = 3;

/// Counts how many exist, and breaks on demand.
class Counted final : public RemoteConnection {
 public:
  explicit Counted(std::atomic<int>& open) : open_(open) { ++open_; }
  ~Counted() override { --open_; }
  [[nodiscard]] Dialect dialect() const override { return Dialect::odbc; }
  Rows run(std::string_view, std::span<const Value>) override { return {}; }
  void run_script(std::string_view) override { state_ = State::broken; }
  [[nodiscard]] State state() const override { return state_; }
  void begin(Access) override {}
  void commit() override {}
  void roll_back() noexcept override {}

 private:
  std::atomic<int>& open_;
  State state_ = State::ready;
};

class PoolConcurrent : public ::testing::Test {
 protected:
  std::unique_ptr<RemoteConnection> make() {
    if (++made_ % 7 == 0) throw Error(ErrorKind::lost, "every seventh");
    auto connection = std::make_unique<Counted>(open_);
    if (open_ > kConnections) ++too_many_;
    return connection;
  }
  std::atomic<int> open_ = 0;
  std::atomic<int> made_ = 0;
  std::atomic<int> too_many_ = 0;
};

TEST_F(PoolConcurrent, NeverMoreConnectionsThanAllowedWhateverBreaks) {
  Pool pool({.connections = kConnections, .wait = std::chrono::seconds(20)}, [this] { return make(); });
  std::atomic<int> served = 0;
  std::atomic<int> lost = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int turn = 0; turn < 300; ++turn) {
        try {
          Pool::Lease lease(pool);
          ++served;
          if ((turn + i) % 5 == 0) lease.connection().run_script("break");
        } catch (const Error& error) {
          if (error.kind() == ErrorKind::lost) ++lost;
        }
        if (turn % 100 == 0) pool.drop_idle();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(too_many_, 0);
  EXPECT_EQ(served + lost, 8 * 300) << "nobody waited in vain";
  EXPECT_GT(lost, 0);
  EXPECT_LE(open_, kConnections);
}

TEST_F(PoolConcurrent, WhoWaitsTooLongIsTurnedAwayAndTheRestGoOn) {
  Pool pool({.connections = 1, .wait = std::chrono::milliseconds(5)}, [this] { return make(); });
  std::atomic<int> refused = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      for (int turn = 0; turn < 30; ++turn) {
        try {
          Pool::Lease lease(pool);
          std::this_thread::sleep_for(std::chrono::milliseconds(2));
        } catch (const Error&) {
          ++refused;
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_GT(refused, 0);
  const Pool::Lease still_works(pool);
  EXPECT_EQ(open_, 1);
}

}  // namespace
}  // namespace gatehouse::sql
