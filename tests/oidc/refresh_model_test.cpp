// SPDX-License-Identifier: Apache-2.0
#include <random>

#include "tests/oidc/provider.h"

namespace gatehouse::server {
namespace {

using std::chrono::milliseconds;

/// What must happen to one lineage of refresh tokens, said as simply as it can be.
class Model {
 public:
  enum class Answer { new_successor, same_successor, refused };
  enum class By { its_app, another_app };

  /// Token number `index` of the lineage is presented.
  Answer present(std::size_t index, By by, Time now) {
    if (ended_) return Answer::refused;
    if (by == By::another_app) {
      ended_ = index < used_at_.size();
      return Answer::refused;
    }
    if (index == used_at_.size()) {
      used_at_.push_back(now);
      return Answer::new_successor;
    }
    const bool successor_is_unused = index + 1 == used_at_.size();
    if (successor_is_unused && now - used_at_[index] <= std::chrono::seconds(10))
      return Answer::same_successor;
    ended_ = true;
    return Answer::refused;
  }
  [[nodiscard]] bool ended() const { return ended_; }

 private:
  std::vector<Time> used_at_;
  bool ended_ = false;
};

class RefreshModelTest : public OidcTest, public testing::WithParamInterface<unsigned> {
 protected:
  std::string present(const std::string& token, Model::By by) {
    const Parameters another = {{"client_id", "other"}, {"client_secret", std::string(kOtherSecret)}};
    const auto request = provider_.refresh_request(token);
    const auto response =
        provider_.post("/oauth2/token", by == Model::By::its_app ? request : with(request, another));
    if (response.status == 200) return text_of(json_of(response), "refresh_token");
    EXPECT_EQ(text_of(json_of(response), "error"), "invalid_grant");
    return "";
  }
};

// Lost answers, repeated requests, late ones and thieves are all the same here: some token of the lineage
// comes, some time later.
TEST_P(RefreshModelTest, EveryStoryEndsAsTheModelSays) {
  std::mt19937 choose(GetParam());
  const auto below = [&](std::size_t limit) { return choose() % limit; };
  for (int story = 0; story < 50; ++story) {
    std::vector<std::string> tokens = {text_of(provider_.make_tokens(cookie_), "refresh_token")};
    Model model;
    for (int step = 0; step < 15 && !(model.ended() && step > 3); ++step) {
      // Mostly the newest two, as clients do.
      const auto back = below(8) == 0 ? below(tokens.size()) : below(std::min<std::size_t>(2, tokens.size()));
      const auto index = tokens.size() - 1 - back;
      const auto by = below(12) == 0 ? Model::By::another_app : Model::By::its_app;
      const auto answer = present(tokens[index], by);
      switch (model.present(index, by, provider_.clock.now())) {
        case Model::Answer::new_successor:
          ASSERT_NE(answer, "") << "a sign-out that nobody caused";
          for (const auto& token : tokens) ASSERT_NE(answer, token);
          tokens.push_back(answer);
          break;
        case Model::Answer::same_successor:
          ASSERT_EQ(answer, tokens[index + 1]);
          break;
        case Model::Answer::refused:
          ASSERT_EQ(answer, "") << "a theft that was not caught";
          break;
      }
      provider_.clock.advance(milliseconds(below(3) == 0 ? 9'990 + below(20) : below(4'000)));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RefreshModelTest, testing::Range(1U, 5U));

}  // namespace
}  // namespace gatehouse::server
