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

TEST(RefreshRule, AnotherAppGetsNothingAndEndsOnlyWhatWasUsed) {
  PresentedRefreshToken fresh{Presenter::other_client, kStart + seconds(60), std::nullopt, {}};
  EXPECT_EQ(judge_refresh(fresh, kStart), RefreshVerdict::refuse);
  for (const auto successor : {Successor::unused, Successor::used}) {
    auto token = used(seconds(1), successor);
    token.presenter = Presenter::other_client;
    EXPECT_EQ(judge_refresh(token, kStart), RefreshVerdict::end_family);
    EXPECT_EQ(judge_refresh(token, kStart + seconds(60)), RefreshVerdict::refuse) << "expired";
  }
}

/// The server's side of one family: what is committed, and nothing else survives a crash.
class Family {
 public:
  static constexpr int kNothing = -1;

  /// Token `index` is presented; its successor, or kNothing.
  int present(int index, Presenter presenter, Time now) {
    if (ended_) return kNothing;
    const auto token = tokens_[std::size_t(index)];
    switch (judge_refresh({presenter, kStart + std::chrono::days(90), token.used_at,
                           token.used_at && is_used(token.successor) ? Successor::used : Successor::unused},
                          now)) {
      case RefreshVerdict::rotate:
        tokens_[std::size_t(index)] = {now, int(tokens_.size())};
        tokens_.push_back({});
        return int(tokens_.size()) - 1;
      case RefreshVerdict::repeat:
        return token.successor;
      case RefreshVerdict::end_family:
        ended_ = true;
        return kNothing;
      case RefreshVerdict::refuse:
        return kNothing;
    }
    return kNothing;
  }
  [[nodiscard]] bool ended() const { return ended_; }
  [[nodiscard]] bool is_used(int index) const { return tokens_[std::size_t(index)].used_at.has_value(); }
  /// Lineages that go on: more than one would mean that a copy lives beside the original.
  [[nodiscard]] int live() const {
    int count = 0;
    for (const auto& token : tokens_) count += !ended_ && !token.used_at ? 1 : 0;
    return count;
  }

 private:
  struct Token {
    std::optional<Time> used_at;
    int successor = kNothing;
  };
  std::vector<Token> tokens_ = {Token{}};
  bool ended_ = false;
};

/// What must never be seen, in any story.
struct Wrongs {
  bool spurious = false;        ///< a sign-out that nobody caused
  bool two_lineages = false;    ///< a copy lives beside the original
  bool missed_theft = false;    ///< both go on, and nobody notices
  bool spent_answer = false;    ///< an answer holds a token that was used already
  bool foreign_answer = false;  ///< another app was given something, or was let go with a used token

  [[nodiscard]] bool any() const {
    return spurious || two_lineages || missed_theft || spent_answer || foreign_answer;
  }
};

/// One story: a client with several tabs, a network that loses, delays and doubles, a server that crashes
/// before or after its commit, and perhaps a thief who copies the token that the client holds at some time
/// and comes between the client's own attempts, as that client or as an app of his own.
class Story {
 public:
  explicit Story(std::uint64_t seed) : choose_(seed * 0x9e3779b97f4a7c15U + 1) {}

  Wrongs run() {
    const auto theft = below(2) == 0 ? below(6) : 99;
    thief_is_foreign_ = below(4) == 0;
    for (std::size_t round = 0; round < 6; ++round) {
      if (round == theft) stolen_ = held_;
      client_refreshes();
      thief_may_come();
      // The next refresh is due when the token is about to end: far beyond the window.
      now_ += seconds(60) + milliseconds(below(600'000));
    }
    // Whoever still can goes on: a thief who ever got anything, and the client, both come again.
    if (thief_won_) {
      const bool thief_first = below(2) == 0;
      for (int i = 0; i < 2; ++i) {
        (i == 0) == thief_first ? thief_refreshes() : void(present(held_, Presenter::same_client));
        now_ += seconds(60);
      }
      wrongs_.missed_theft = !family_.ended();
    } else {
      wrongs_.spurious = family_.ended() && !thief_came_;
    }
    return wrongs_;
  }
  [[nodiscard]] int steps() const { return steps_; }

 private:
  std::size_t below(std::size_t limit) {
    // xorshift: a million stories need numbers quickly, not well.
    choose_ ^= choose_ << 13U;
    choose_ ^= choose_ >> 7U;
    choose_ ^= choose_ << 17U;
    return std::size_t(choose_ % limit);
  }

  int present(int index, Presenter presenter) {
    ++steps_;
    const bool was_used = family_.is_used(index);
    const int successor = family_.present(index, presenter, now_);
    wrongs_.two_lineages |= family_.live() > 1;
    if (successor != Family::kNothing) wrongs_.spent_answer |= family_.is_used(successor);
    if (presenter == Presenter::other_client)
      wrongs_.foreign_answer |= successor != Family::kNothing || (was_used && !family_.ended());
    return successor;
  }

  /// Tabs and repeated attempts within the window, whatever becomes of each; the client goes on with the
  /// first answer that reaches it.
  void client_refreshes() {
    const int token = held_;
    bool was_presented = false;
    for (std::size_t attempts = 1 + below(4); attempts > 0; --attempts) {
      now_ += milliseconds(below(2'500));
      if (below(4) == 0) thief_may_come();
      const auto fate = below(6);
      if (fate == 0) continue;  // the request is lost, or the server crashes before its commit
      const int successor = present(token, Presenter::same_client);
      was_presented = true;
      if (fate == 1) continue;  // the answer is lost, or the server crashes after its commit
      if (successor != Family::kNothing) held_ = successor;
    }
    // One that never learned what became of its token tries once more while it can.
    if (was_presented && held_ == token) {
      if (const int successor = present(token, Presenter::same_client); successor != Family::kNothing)
        held_ = successor;
    }
  }

  void thief_may_come() {
    for (auto times = stolen_ ? below(3) : 0; times > 0; --times) thief_refreshes();
  }

  void thief_refreshes() {
    thief_came_ = true;
    const int successor =
        present(*stolen_, thief_is_foreign_ ? Presenter::other_client : Presenter::same_client);
    if (successor == Family::kNothing) return;
    thief_won_ = true;
    stolen_ = successor;
  }

  std::uint64_t choose_;
  Family family_;
  Time now_ = kStart;
  int held_ = 0, steps_ = 0;
  std::optional<int> stolen_;
  bool thief_is_foreign_ = false, thief_came_ = false, thief_won_ = false;
  Wrongs wrongs_;
};

TEST(RefreshRule, MillionStoriesEndAsTheyMust) {
  std::int64_t steps = 0;
  for (std::uint64_t seed = 0; seed < 1'000'000; ++seed) {
    Story story(seed);
    const auto wrongs = story.run();
    ASSERT_FALSE(wrongs.any()) << "story " << seed << ": spurious " << wrongs.spurious << ", two lineages "
                               << wrongs.two_lineages << ", missed theft " << wrongs.missed_theft
                               << ", spent answer " << wrongs.spent_answer << ", foreign answer "
                               << wrongs.foreign_answer;
    steps += story.steps();
  }
  EXPECT_GT(steps, 10'000'000);
}

}  // namespace
}  // namespace gatehouse::server
