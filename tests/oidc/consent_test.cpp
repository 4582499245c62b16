// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "server/storage/consents.h"
#include "tests/oidc/provider.h"

namespace gatehouse::server {
namespace {

using testing::HasSubstr;
using testing::Not;

class ConsentTest : public OidcTest {
 protected:
  ConsentTest() {
    provider_.change_app("orders", [](App& app) { app.third_party = true; });
  }
  http::Response ask(const std::string& scope, const Parameters& changes = {}) {
    return provider_.authorize(with(provider_.authorization_request(scope), changes), cookie_);
  }
  http::Response decide(const http::Response& page, const std::string& decision,
                        const Parameters& changes = {}, const std::string& origin = std::string(kIssuer)) {
    const Parameters form = {
        {"request", field_of(page, "request")}, {"mark", field_of(page, "mark")}, {"decision", decision}};
    return provider_.post("/oauth2/consent", with(form, changes), cookie_, origin);
  }
};

TEST_F(ConsentTest, StrangersAppIsAskedForOnceAndRemembered) {
  const auto page = ask("openid email offline_access");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("Orders asks for access"));
  EXPECT_THAT(page.body, HasSubstr("See your email address"));
  EXPECT_THAT(page.body, Not(HasSubstr("See your name")));
  EXPECT_EQ(provider_.count("grants"), 0);

  const auto allowed = decide(page, "allow");
  EXPECT_EQ(allowed.status, 303);
  auto fields = query_of(allowed);
  EXPECT_EQ(fields["state"], "st&te=1");
  EXPECT_EQ(fields["iss"], kIssuer);
  const auto tokens = json_of(provider_.post("/oauth2/token", provider_.code_request(fields["code"])));
  EXPECT_EQ(text_of(tokens, "scope"), "openid email offline_access");
  EXPECT_NE(text_of(tokens, "refresh_token"), "");
  EXPECT_EQ(query_of(ask("openid email"))["code"].size(), 43U);
  EXPECT_EQ(query_of(ask("openid", {{"prompt", "none"}}))["code"].size(), 43U);
}

// OA-26
TEST_F(ConsentTest, WiderScopeAsksAgain) {
  (void)decide(ask("openid"), "allow");
  EXPECT_EQ(ask("openid profile").status, 200);
  EXPECT_EQ(query_of(ask("openid profile", {{"prompt", "none"}}))["error"], "consent_required");
  (void)decide(ask("openid profile"), "allow");
  (void)decide(ask("email"), "allow");
  EXPECT_EQ(query_of(ask("openid profile email"))["code"].size(), 43U);
}

TEST_F(ConsentTest, PromptConsentAsksAlthoughItIsKnown) {
  (void)decide(ask("openid"), "allow");
  const auto page = ask("openid", {{"prompt", "consent"}});
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(query_of(decide(page, "allow"))["code"].size(), 43U);
}

TEST_F(ConsentTest, RefusalGoesBackToTheAppAndIsNotRemembered) {
  for (const char* decision : {"deny", "", "ALLOW"}) {
    const auto page = ask("openid");
    ASSERT_EQ(page.status, 200);
    EXPECT_EQ(query_of(decide(page, decision))["error"], "access_denied");
    EXPECT_EQ(provider_.last_event(), "app.consent:refused");
  }
  EXPECT_EQ(provider_.count("consents"), 0);
  EXPECT_EQ(provider_.count("grants"), 0);
}

// OA-20
TEST_F(ConsentTest, OnlyOurOwnPageAnswers) {
  const auto page = ask("openid");
  for (const char* origin : {"", "null", "https://orders.example.com"}) {
    EXPECT_EQ(decide(page, "allow", {}, origin).status, 400) << origin;
  }
  auto request = field_of(page, "request");
  const auto wider = request.replace(request.find("scope=openid"), 12, "scope=openid%20email");
  EXPECT_EQ(decide(page, "allow", {{"request", wider}}).status, 400);
  EXPECT_EQ(decide(page, "allow", {{"mark", "1." + field_of(page, "mark").substr(14)}}).status, 400);
  EXPECT_EQ(decide(page, "allow", {{"mark", ""}}).status, 400);
  cookie_ = provider_.sign_in(provider_.ada);
  EXPECT_EQ(decide(page, "allow").status, 400) << "another session";
  cookie_ = "";
  EXPECT_EQ(decide(page, "allow").status, 401);
  EXPECT_EQ(provider_.count("consents"), 0);
}

TEST_F(ConsentTest, QuestionGetsOld) {
  const auto page = ask("openid");
  provider_.clock.advance(std::chrono::minutes(15));
  EXPECT_EQ(decide(page, "allow").status, 400);
}

TEST_F(ConsentTest, WhoMayNotEnterIsNotAsked) {
  cookie_ = provider_.sign_in(provider_.eve);
  EXPECT_EQ(query_of(ask("openid"))["error"], "access_denied");
}

// OA-20
TEST_F(ConsentTest, PageCannotBeFramedAndLetsTheAnswerLeave) {
  const auto page = ask("openid");
  const auto policy = std::string(page.headers.find("Content-Security-Policy").value_or(""));
  EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
  EXPECT_THAT(policy, HasSubstr("form-action 'self' https:;"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
}

TEST_F(ConsentTest, AppsOfOurOwnNeverAsk) {
  provider_.change_app("orders", [](App& app) { app.third_party = false; });
  EXPECT_EQ(query_of(ask("openid", {{"prompt", "consent"}}))["code"].size(), 43U);
}

}  // namespace
}  // namespace gatehouse::server
