// SPDX-License-Identifier: Apache-2.0
#include "server/session/refresh_rule.h"

#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace gatehouse::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Time kStart{milliseconds(1'795'000'000'000)};

PresentedRefreshToken used(seconds ago, Successor successor = Successor::unused) {
  return {Presenter::same_client, kStart + seconds(60), kStart - ago, successor};
}

TEST(RefreshRule, FreshTokenIsExchanged) {
  EXPECT_EQ(judge_refresh({Presenter::same_client, kStart + seconds(1), std::nullopt, {}}, kStart),
            RefreshVerdict::rotate);
  EXPECT_EQ(judge_refresh({Presenter::same_client, kStart, std::nullopt, {}}, kStart),
            RefreshVerdict::refuse);
}

TEST(RefreshRule, UsedOneIsRepeatedToTheVeryEndOfTheWindow) {
  EXPECT_EQ(judge_refresh(used(seconds(0)), kStart), RefreshVerdict::repeat);
  EXPECT_EQ(judge_refresh(used(seconds(10)), kStart), RefreshVerdict::repeat);
  EXPECT_EQ(judge_refresh(used(seconds(10)), kStart + milliseconds(1)), RefreshVerdict::end_family);
  EXPECT_EQ(judge_refresh(used(seconds(1), Successor::used), kStart), RefreshVerdict::end_family);
}

TEST(RefreshRule, WrongGuessOfAnotherAppEndsNothing) {
  for (const auto successor : {Successor::unused, Successor::used}) {
    auto token = used(seconds(100), successor);
    token.presenter = Presenter::other_client;
    EXPECT_EQ(judge_refresh(token, kStart), RefreshVerdict::refuse);
  }
}

/// The server's side of one family: what is committed, and nothing else survives a crash.
class Family {
 public:
  static constexpr int kNothing = -1;

  /// Token `index` is presented; its successor, or kNothing.
  int present(int index, Time now) {
    if (ended_) return kNothing;
    auto& token = tokens_[std::size_t(index)];
    const bool successor_used = token.used_at && tokens_[std::size_t(index) + 1].used_at;
    const auto verdict = judge_refresh({Presenter::same_client, kStart + std::chrono::days(90), token.used_at,
                                        successor_used ? Successor::used : Successor::unused},
                                       now);
    switch (verdict) {
      case RefreshVerdict::rotate:
        token.used_at = now;
        tokens_.push_back({});
        return index + 1;
      case RefreshVerdict::repeat:
        return index + 1;
      case RefreshVerdict::end_family:
        ended_ = true;
        return kNothing;
      case RefreshVerdict::refuse:
        return kNothing;
    }
    return kNothing;
  }
  [[nodiscard]] bool ended() const { return ended_; }
  /// Lineages that go on: more than one would mean that a copy lives beside the original.
  [[nodiscard]] int live() const {
    int count = 0;
    for (const auto& token : tokens_) count += !ended_ && !token.used_at ? 1 : 0;
    return count;
  }

 private:
  struct Token {
    std::optional<Time> used_at;
  };
  std::vector<Token> tokens_ = {Token{}};
  bool ended_ = false;
};

/// One story: a client with several tabs, a network that loses, delays and doubles, a server that crashes
/// before or after its commit, and perhaps a thief who copies the token that the client holds at some time.
class Story {
 public:
  explicit Story(std::uint64_t seed) : choose_(seed * 0x9e3779b97f4a7c15U + 1) {}

  struct End {
    bool spurious = false;
    bool two_lineages = false;
    bool missed_theft = false;
    int steps = 0;
  };

  End run() {
    const bool with_thief = below(2) == 0;
    const auto theft = with_thief ? below(6) : 99;
    for (std::size_t round = 0; round < 6; ++round) {
      if (round == theft) stolen_ = held_;
      client_refreshes();
      if (stolen_ && below(2) == 0) thief_refreshes();
      // The next refresh is due when the token is about to end: far beyond the window.
      now_ += seconds(60) + milliseconds(below(600'000));
    }
    // Whoever still can goes on: a thief who ever got anything, and the client, both come again.
    if (thief_won_) {
      const bool thief_first = below(2) == 0;
      for (int i = 0; i < 2; ++i) {
        if ((i == 0) == thief_first) {
          thief_refreshes();
        } else {
          (void)present(held_);
        }
        now_ += seconds(60);
      }
      end_.missed_theft = !family_.ended();
    } else {
      end_.spurious = family_.ended() && !thief_came_;
    }
    return end_;
  }

 private:
  std::size_t below(std::size_t limit) {
    // xorshift: a million stories need numbers quickly, not well.
    choose_ ^= choose_ << 13U;
    choose_ ^= choose_ >> 7U;
    choose_ ^= choose_ << 17U;
    return std::size_t(choose_ % limit);
  }

  int present(int index) {
    ++end_.steps;
    const int successor = family_.present(index, now_);
    if (family_.live() > 1) end_.two_lineages = true;
    return successor;
  }

  /// Tabs and repeated attempts within the window, whatever becomes of each; the client goes on with the
  /// first answer that reaches it.
  void client_refreshes() {
    const int token = held_;
    std::optional<Time> first_use;
    for (std::size_t attempts = 1 + below(4); attempts > 0; --attempts) {
      now_ += milliseconds(below(2'500));
      const auto fate = below(6);
      if (fate == 0) continue;  // the request is lost, or the server crashes before its commit
      const int successor = present(token);
      if (!first_use) first_use = now_;
      if (fate == 1) continue;  // the answer is lost, or the server crashes after its commit
      if (successor != Family::kNothing) held_ = successor;
    }
    // One that never learned what became of its token tries once more while it can.
    if (first_use && held_ == token) {
      if (const int successor = present(token); successor != Family::kNothing) held_ = successor;
    }
  }

  void thief_refreshes() {
    thief_came_ = true;
    const int successor = present(*stolen_);
    if (successor == Family::kNothing) return;
    thief_won_ = true;
    stolen_ = successor;
  }

  std::uint64_t choose_;
  Family family_;
  Time now_ = kStart;
  int held_ = 0;
  std::optional<int> stolen_;
  bool thief_came_ = false, thief_won_ = false;
  End end_;
};

TEST(RefreshRule, MillionStoriesEndAsTheyMust) {
  std::int64_t steps = 0;
  for (std::uint64_t seed = 0; seed < 1'000'000; ++seed) {
    const auto end = Story(seed).run();
    ASSERT_FALSE(end.spurious) << "a sign-out that nobody caused, story " << seed;
    ASSERT_FALSE(end.two_lineages) << "a copy lives beside the original, story " << seed;
    ASSERT_FALSE(end.missed_theft) << "a theft that was not caught, story " << seed;
    steps += end.steps;
  }
  EXPECT_GT(steps, 10'000'000);
}

}  // namespace
}  // namespace gatehouse::server
