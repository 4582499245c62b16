// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "tests/oidc/provider.h"

namespace gatehouse::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class EndSessionTest : public OidcTest {
 protected:
  http::Response end(const Parameters& parameters) {
    return provider_.get("/oauth2/end_session", parameters, cookie_);
  }
  http::Response confirm(const std::string& request) {
    return provider_.post("/oauth2/end_session", {{"confirm", "yes"}, {"request", request}}, cookie_,
                          std::string(kIssuer));
  }
  bool is_signed_in() {
    return query_of(provider_.authorize(provider_.authorization_request(), cookie_)).count("code") == 1;
  }
  std::string hint_ = text_of(provider_.make_tokens(cookie_), "id_token");
  std::string home_ = "https://orders.example.com/";
};

TEST_F(EndSessionTest, AppEndsTheSessionThatItKnows) {
  const auto response =
      end({{"id_token_hint", hint_}, {"post_logout_redirect_uri", home_}, {"state", "a b"}});
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(location_of(response), home_ + "?state=a%20b");
  EXPECT_THAT(response.headers.find("Set-Cookie").value(), HasSubstr("Max-Age=0"));
  EXPECT_FALSE(is_signed_in());
  EXPECT_EQ(provider_.count("grants"), 0);
}

TEST_F(EndSessionTest, ExpiredHintIsAHintStill) {
  provider_.clock.advance(std::chrono::hours(25));
  EXPECT_EQ(location_of(end({{"id_token_hint", hint_}})), "/signed-out");
  EXPECT_FALSE(is_signed_in());
}

// LO-01
TEST_F(EndSessionTest, WithoutAHintThePageAsksFirst) {
  for (const Parameters& parameters :
       {Parameters{}, Parameters{{"client_id", "orders"}, {"post_logout_redirect_uri", home_}},
        Parameters{{"client_id", "nobody"}}, Parameters{{"confirm", "yes"}}}) {
    const auto response = end(parameters);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(location_of(response), "");
    EXPECT_THAT(response.body, HasSubstr("ada@example.com"));
    EXPECT_TRUE(is_signed_in());
  }
}

TEST_F(EndSessionTest, WhoAgreesOnThePageGoesBackToTheAppWithItsState) {
  const auto page = end({{"client_id", "orders"}, {"post_logout_redirect_uri", home_}, {"state", "a b&c"}});
  EXPECT_THAT(std::string(page.headers.find("Content-Security-Policy").value()),
              HasSubstr("form-action 'self' https:;"));
  const auto response = confirm(field_of(page, "request"));
  EXPECT_EQ(location_of(response), home_ + "?state=a%20b%26c");
  EXPECT_FALSE(is_signed_in());
}

TEST_F(EndSessionTest, HintOfAnEndedSessionGoesBackWhenThePersonAgrees) {
  const auto old = text_of(provider_.make_tokens(provider_.sign_in(provider_.ada)), "id_token");
  const auto page = end({{"id_token_hint", old}, {"post_logout_redirect_uri", home_}});
  EXPECT_EQ(location_of(confirm(field_of(page, "request"))), home_);
}

// LO-02
TEST_F(EndSessionTest, AddressIsLookedAtAgainOnConfirmation) {
  for (const Parameters& request :
       {Parameters{{"client_id", "orders"}, {"post_logout_redirect_uri", "https://evil.example/"}},
        Parameters{{"client_id", "other"}, {"post_logout_redirect_uri", home_}},
        Parameters{{"post_logout_redirect_uri", home_}}}) {
    const auto response = confirm(encode(request));
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(location_of(response), "");
    EXPECT_TRUE(is_signed_in());
  }
  EXPECT_EQ(confirm("%zz").status, 400);
  const auto page = end({{"client_id", "orders"}, {"post_logout_redirect_uri", home_}});
  provider_.change_app("orders", [](App& app) { app.base_url = "https://new.example.com"; });
  EXPECT_EQ(confirm(field_of(page, "request")).status, 400);
}

// LO-02
TEST_F(EndSessionTest, AddressOfNoKnownAppIsRefusedAtOnce) {
  for (const Parameters& parameters :
       {Parameters{{"post_logout_redirect_uri", home_}},
        Parameters{{"client_id", "nobody"}, {"post_logout_redirect_uri", home_}},
        Parameters{{"client_id", "other"}, {"post_logout_redirect_uri", home_}},
        Parameters{{"client_id", "orders"}, {"post_logout_redirect_uri", "https://evil.example/"}}}) {
    EXPECT_EQ(end(parameters).status, 400);
    EXPECT_TRUE(is_signed_in());
    EXPECT_EQ(provider_.get("/oauth2/end_session", parameters).status, 400) << "signed out";
  }
}

TEST_F(EndSessionTest, StrangersAppSendsNobodyOnWhoNeverSignedIn) {
  const Parameters parameters = {{"client_id", "orders"}, {"post_logout_redirect_uri", home_}};
  EXPECT_EQ(location_of(provider_.get("/oauth2/end_session", parameters)), home_);
  provider_.change_app("orders", [](App& app) { app.third_party = true; });
  EXPECT_EQ(location_of(provider_.get("/oauth2/end_session", parameters)), "/signed-out");
}

// LO-01
TEST_F(EndSessionTest, OnlyOurOwnPageConfirms) {
  for (const char* origin :
       {"", "null", "https://orders.example.com", "https://auth.example.com.evil.example"}) {
    EXPECT_EQ(provider_.post("/oauth2/end_session", {{"confirm", "yes"}}, cookie_, origin).status, 200);
    EXPECT_TRUE(is_signed_in()) << origin;
  }
  EXPECT_EQ(provider_.post("/oauth2/end_session", {}, cookie_, std::string(kIssuer)).status, 200);
  const auto response =
      provider_.post("/oauth2/end_session", {{"confirm", "yes"}}, cookie_, std::string(kIssuer));
  EXPECT_EQ(location_of(response), "/signed-out");
  EXPECT_FALSE(is_signed_in());
}

// LO-02
TEST_F(EndSessionTest, HintOfAnotherSessionOrUserOnlyAsks) {
  const auto elsewhere = provider_.sign_in(provider_.ada);
  const auto foreign = text_of(provider_.make_tokens(elsewhere), "id_token");
  EXPECT_EQ(end({{"id_token_hint", foreign}, {"post_logout_redirect_uri", home_}}).status, 200);
  EXPECT_TRUE(is_signed_in());
  const auto eve = provider_.sign_in(provider_.eve);
  EXPECT_EQ(provider_.get("/oauth2/end_session", {{"id_token_hint", hint_}}, eve).status, 200);
}

// LO-02
TEST_F(EndSessionTest, UnregisteredAddressesAreNeverGoneTo) {
  for (const std::string& uri :
       {std::string("https://evil.example/"), home_ + "x", std::string("//evil.example"),
        std::string("https://orders.example.com.evil.example"), std::string("https://other.example.com/")}) {
    const auto response = end({{"id_token_hint", hint_}, {"post_logout_redirect_uri", uri}});
    EXPECT_EQ(response.status, 400) << uri;
    EXPECT_EQ(location_of(response), "") << uri;
    EXPECT_TRUE(is_signed_in());
  }
}

// LO-02
TEST_F(EndSessionTest, ForgedHintsAndMixedUpClientsAreRefused) {
  const auto access = text_of(provider_.make_tokens(cookie_), "access_token");
  auto forged = hint_;
  forged[forged.size() - 5] = forged[forged.size() - 5] == 'A' ? 'B' : 'A';
  for (const auto& hint : {forged, access, std::string("x.y.z")}) {
    EXPECT_EQ(end({{"id_token_hint", hint}}).status, 400);
  }
  EXPECT_EQ(end({{"id_token_hint", hint_}, {"client_id", "other"}}).status, 400);
  EXPECT_EQ(end({{"id_token_hint", hint_}, {"id_token_hint", hint_}}).status, 400);
  EXPECT_TRUE(is_signed_in());
}

TEST_F(EndSessionTest, WhoIsSignedOutAlreadyIsSentOn) {
  const Parameters parameters = {{"id_token_hint", hint_}, {"post_logout_redirect_uri", home_}};
  EXPECT_EQ(location_of(provider_.get("/oauth2/end_session", parameters)), home_);
  EXPECT_EQ(location_of(provider_.get("/oauth2/end_session", {})), "/signed-out");
  // A form of another site comes without the cookie: the same request as a navigation brings it.
  EXPECT_THAT(location_of(provider_.post("/oauth2/end_session", parameters)),
              StartsWith("/oauth2/end_session?id_token_hint="));
  EXPECT_TRUE(is_signed_in());
}

}  // namespace
}  // namespace gatehouse::server
