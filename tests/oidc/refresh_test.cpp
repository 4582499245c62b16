// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "server/storage/members.h"
#include "server/storage/sessions.h"
#include "server/storage/users.h"
#include "tests/oidc/provider.h"

namespace gatehouse::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class RefreshTest : public OidcTest {
 protected:
  http::Response refresh(const std::string& token, const Parameters& changes = {}) {
    return provider_.post("/oauth2/token", with(provider_.refresh_request(token), changes));
  }
  std::string successor(const std::string& token) {
    return text_of(json_of(refresh(token)), "refresh_token");
  }
  std::string error(const std::string& token, const Parameters& changes = {}) {
    return text_of(json_of(refresh(token, changes)), "error");
  }

  /// The first of all mails, and how many there are.
  std::string mail() {
    return provider_.database->read([](sql::Connection& connection) {
      return connection.query("select min(kind || ' ' || recipient || ' ' || subject) || count(*) from mails")
          .first()
          .get<std::string>(0);
    });
  }

  const Parameters other_ = {{"client_id", "other"}, {"client_secret", std::string(kOtherSecret)}};
  std::string token_ =
      text_of(provider_.make_tokens(cookie_, "openid email offline_access"), "refresh_token");
};

TEST_F(RefreshTest, GivesNewTokensAndReadsRolesAnew) {
  provider_.write([&](sql::Connection& connection) {
    (void)members::put(connection, {AppId("orders"), provider_.ada, {}}, provider_.clock.now());
  });
  const auto response = refresh(token_);
  ASSERT_EQ(response.status, 200) << response.body;
  const auto tokens = json_of(response);
  EXPECT_NE(text_of(tokens, "refresh_token"), token_);
  EXPECT_EQ(text_of(tokens, "scope"), "openid email offline_access");
  EXPECT_TRUE(claims_of(text_of(tokens, "access_token")).at("roles").as_array().empty());
  EXPECT_FALSE(claims_of(text_of(tokens, "id_token")).contains("nonce"));
  EXPECT_EQ(provider_.last_event(), "app.refresh:success");
}

TEST_F(RefreshTest, RetryWithinTheWindowGetsTheSameSuccessor) {
  const auto next = successor(token_);
  provider_.clock.advance(seconds(10));
  EXPECT_EQ(successor(token_), next);
  EXPECT_EQ(provider_.last_event(), "app.refresh:retry");
  EXPECT_NE(successor(next), "");
}

// OA-13
TEST_F(RefreshTest, ReuseAfterTheWindowEndsTheGrant) {
  const auto next = successor(token_);
  provider_.clock.advance(milliseconds(10'001));
  EXPECT_EQ(error(token_), "invalid_grant");
  EXPECT_EQ(provider_.last_event(), "app.refresh:token_reused");
  EXPECT_EQ(error(next), "invalid_grant");
  EXPECT_EQ(provider_.count("grants"), 0);
}

// OA-13
TEST_F(RefreshTest, UserIsToldOnceThatATokenWasCopied) {
  (void)successor(successor(token_));
  EXPECT_EQ(provider_.count("mails"), 0);
  EXPECT_EQ(error(token_), "invalid_grant");
  EXPECT_EQ(error(token_), "invalid_grant");
  EXPECT_EQ(mail(), "refresh_token_reused ada@example.com You have been signed out of Orders1");
}

// The server dies after its commit and before its answer; another one takes over the database.
// DU-03
TEST_F(RefreshTest, AnswerLostInACrashIsGivenAgain) {
  const auto next = successor(token_);
  provider_.reopen();
  EXPECT_EQ(successor(token_), next);
  provider_.reopen();
  const auto third = successor(next);
  EXPECT_NE(third, "");
  EXPECT_EQ(error(token_), "invalid_grant");
}

// OA-13
TEST_F(RefreshTest, ReuseAfterTheSuccessorWasUsedEndsTheGrant) {
  const auto next = successor(token_);
  const auto third = successor(next);
  EXPECT_EQ(error(token_), "invalid_grant");
  EXPECT_EQ(error(third), "invalid_grant");
}

TEST_F(RefreshTest, ReuseEndsOneGrantAndNoOther) {
  const auto elsewhere = text_of(provider_.make_tokens(cookie_), "refresh_token");
  (void)successor(successor(token_));
  EXPECT_EQ(error(token_), "invalid_grant");
  EXPECT_EQ(refresh(elsewhere).status, 200);
}

TEST_F(RefreshTest, OtherAppsPresentingItChangeNothing) {
  EXPECT_EQ(error(token_, other_), "invalid_grant");
  EXPECT_EQ(provider_.last_event(), "app.refresh:wrong_app");
  const auto next = successor(token_);
  EXPECT_EQ(error(next, other_), "invalid_grant");
  EXPECT_EQ(error(token_, {{"client_secret", "wrong"}}), "invalid_client");
  EXPECT_EQ(error(token_, {{"client_id", "nobody"}}), "invalid_client");
  EXPECT_NE(successor(next), "");
  EXPECT_EQ(provider_.count("mails"), 0);
}

// Within the window too: who has that app's used token and is not that app has a copy.
TEST_F(RefreshTest, UsedOneFromAnotherAppEndsTheGrant) {
  const auto next = successor(token_);
  EXPECT_EQ(error(token_, other_), "invalid_grant");
  EXPECT_EQ(provider_.last_event(), "app.refresh:token_reused");
  EXPECT_EQ(error(next), "invalid_grant");
  EXPECT_EQ(provider_.count("grants"), 0);
  EXPECT_EQ(mail(), "refresh_token_reused ada@example.com You have been signed out of Orders1")
      << "of the app that it was copied from";
}

TEST_F(RefreshTest, ScopeIsNarrowedOnly) {
  const auto narrow = json_of(refresh(token_, {{"scope", "openid"}}));
  EXPECT_EQ(text_of(narrow, "scope"), "openid");
  EXPECT_FALSE(claims_of(text_of(narrow, "id_token")).contains("email"));
  const auto next = text_of(narrow, "refresh_token");
  EXPECT_EQ(error(next, {{"scope", "openid profile"}}), "invalid_scope");
  EXPECT_EQ(error(next, {{"scope", "admin"}}), "invalid_scope");
  // The refusals did not use it up, and the whole grant is still there.
  EXPECT_EQ(text_of(json_of(refresh(next)), "scope"), "openid email offline_access");
}

TEST_F(RefreshTest, EndsWithTheSession) {
  provider_.write([](sql::Connection& connection) { connection.query("delete from sessions"); });
  EXPECT_EQ(error(token_), "invalid_grant");
}

TEST_F(RefreshTest, EndsWhenTheUserIsDisabledOrGone) {
  provider_.change_user(provider_.ada, [&](User& user) { user.disabled_at = provider_.clock.now(); });
  EXPECT_EQ(error(token_), "invalid_grant");
  EXPECT_EQ(provider_.last_event(), "app.refresh:user_disabled");
  provider_.write([&](sql::Connection& connection) { users::remove(connection, provider_.ada); });
  EXPECT_EQ(error(token_), "invalid_grant");
}

TEST_F(RefreshTest, EndsWithTheMembership) {
  provider_.write(
      [&](sql::Connection& connection) { members::remove(connection, AppId("orders"), provider_.ada); });
  EXPECT_EQ(error(token_), "invalid_grant");
}

TEST_F(RefreshTest, EndsWhenTheSessionIsIdleTooLong) {
  provider_.clock.advance(provider_.bounds.idle);
  EXPECT_EQ(error(token_), "invalid_grant");
  EXPECT_EQ(provider_.last_event(), "app.refresh:session_ended");
}

TEST_F(RefreshTest, UseKeepsTheSessionAliveUntilItsAbsoluteEnd) {
  auto token = token_;
  for (int days = 0; days < 84; days += 7) {
    provider_.clock.advance(std::chrono::hours(24 * 7));
    token = successor(token);
    ASSERT_NE(token, "") << days;
  }
  provider_.clock.advance(std::chrono::hours(24 * 6));
  EXPECT_EQ(error(token), "invalid_grant");
}

TEST_F(RefreshTest, UnknownAndMissingTokensAreRefused) {
  EXPECT_EQ(error("no-such-token"), "invalid_grant");
  EXPECT_EQ(error(""), "invalid_request");
  const auto access = text_of(provider_.make_tokens(cookie_), "access_token");
  EXPECT_EQ(error(access), "invalid_grant");
}

TEST_F(RefreshTest, StoredFormTellsNothing) {
  const auto next = successor(token_);
  const auto found = provider_.database->read([&](sql::Connection& connection) {
    return connection
        .query("select count(*) from refresh_tokens where instr(token_hash, ?) or instr(sealed_successor, ?)",
               token_, next)
        .first()
        .get<std::int64_t>(0);
  });
  EXPECT_EQ(found, 0);
}

TEST_F(RefreshTest, SuccessorMovedToAnotherRowDoesNotOpen) {
  const auto other = text_of(provider_.make_tokens(cookie_), "refresh_token");
  (void)successor(token_);
  (void)successor(other);
  provider_.write([](sql::Connection& connection) {
    connection.query(
        "update refresh_tokens set sealed_successor = (select max(sealed_successor) from refresh_tokens) "
        "where sealed_successor is not null");
  });
  int refused = 0;
  for (const auto& token : {token_, other}) {
    try {
      (void)refresh(token);
    } catch (const std::runtime_error&) {
      ++refused;
    }
  }
  EXPECT_EQ(refused, 1);
}

}  // namespace
}  // namespace gatehouse::server
