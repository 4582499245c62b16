// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "core/http/form.h"
#include "tests/oidc/provider.h"

namespace gatehouse::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class AuthorizeTest : public OidcTest {
 protected:
  Fields answer(const Parameters& changes) {
    return query_of(provider_.authorize(with(provider_.authorization_request(), changes), cookie_));
  }
  std::string error(const Parameters& changes) { return answer(changes)["error"]; }

  /// The address that the sign-in page returns to, as parameters.
  Parameters returned(const http::Response& response) {
    const auto return_to = query_of(response)["return_to"];
    EXPECT_THAT(return_to, StartsWith("/oauth2/authorize?"));
    const auto form = http::parse_form(return_to.substr(return_to.find('?') + 1)).value();
    Parameters parameters(form.pairs().begin(), form.pairs().end());
    return parameters;
  }
};

TEST_F(AuthorizeTest, MemberGetsACodeWithStateAndIssuer) {
  const auto response = provider_.authorize(provider_.authorization_request(), cookie_);
  EXPECT_EQ(response.status, 303);
  EXPECT_THAT(location_of(response), StartsWith(std::string(kRedirectUri) + "?code="));
  auto fields = query_of(response);
  EXPECT_EQ(fields["code"].size(), 43U);
  EXPECT_EQ(fields["state"], "st&te=1");
  EXPECT_EQ(fields["iss"], kIssuer);
  EXPECT_EQ(response.headers.find("Cache-Control"), "no-store");
  EXPECT_EQ(provider_.last_event(), "app.authorize:success");
}

TEST_F(AuthorizeTest, FormPostDoesTheSame) {
  const auto response = provider_.post("/oauth2/authorize", provider_.authorization_request(), cookie_);
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(query_of(response)["code"].size(), 43U);
}

TEST_F(AuthorizeTest, RedirectUriWithAQueryKeepsIt) {
  provider_.change_app("orders", [](App& app) { app.redirect_uris = {"https://orders.example.com/cb?a=b"}; });
  const auto response = provider_.authorize(
      with(provider_.authorization_request(), {{"redirect_uri", "https://orders.example.com/cb?a=b"}}),
      cookie_);
  EXPECT_THAT(location_of(response), StartsWith("https://orders.example.com/cb?a=b&code="));
}

// OA-01, OA-31
TEST_F(AuthorizeTest, UnknownClientGetsAPageAndNoRedirect) {
  for (const char* id : {"", "nobody", "usr_ada", "ORDERS", "orders ", "orders%00", "../orders"}) {
    const auto response =
        provider_.authorize(with(provider_.authorization_request(), {{"client_id", id}}), cookie_);
    EXPECT_EQ(response.status, 400) << id;
    EXPECT_EQ(location_of(response), "") << id;
    EXPECT_THAT(response.headers.find("Content-Type").value(), HasSubstr("text/html"));
  }
}

// OA-02
TEST_F(AuthorizeTest, OnlyTheVeryRedirectUriIsGood) {
  const std::string host = "orders.example.com";
  const std::vector<std::string> uris = {std::string(""),
                                         "https://" + host + "/auth/callback/",
                                         "https://" + host + "/auth/Callback",
                                         "https://" + host + "/auth/callback?x=1",
                                         "https://" + host + "/auth/callback#x",
                                         "https://" + host + "/auth/callback/..",
                                         "https://" + host + "/auth/x/../callback",
                                         "https://" + host + "/auth/%63allback",
                                         "https://" + host + "/auth/callback%2e",
                                         "https://" + host + "/auth/callback%00",
                                         "https://ORDERS.example.com/auth/callback",
                                         "HTTPS://" + host + "/auth/callback",
                                         "http://" + host + "/auth/callback",
                                         "https://" + host + ":443/auth/callback",
                                         "https://" + host + ":444/auth/callback",
                                         "https://" + host + "@evil.example/auth/callback",
                                         "https://a@b@" + host + "/auth/callback",
                                         "https://" + host + "\\@evil.example/auth/callback",
                                         "https://" + host + ".evil.example/auth/callback",
                                         "https://x." + host + "/auth/callback",
                                         "https://" + host + "./auth/callback",
                                         "https://" + host + "/auth/callback\t",
                                         " https://" + host + "/auth/callback",
                                         "//" + host + "/auth/callback",
                                         std::string("javascript:alert(1)"),
                                         std::string("https://\xd0\xberders.example.com/auth/callback"),
                                         "https://other.example.com/auth/callback"};
  for (const auto& uri : uris) {
    const auto response =
        provider_.authorize(with(provider_.authorization_request(), {{"redirect_uri", uri}}), cookie_);
    EXPECT_EQ(response.status, 400) << uri;
    EXPECT_EQ(location_of(response), "") << uri;
  }
}

// OA-11
TEST_F(AuthorizeTest, RepeatedParameterIsRefused) {
  for (const auto& [name, value] : provider_.authorization_request()) {
    auto request = provider_.authorization_request();
    request.emplace_back(name, value);
    const auto response = provider_.authorize(request, cookie_);
    if (name == "client_id" || name == "redirect_uri") {
      EXPECT_EQ(response.status, 400) << name;
      EXPECT_EQ(location_of(response), "") << name;
    } else {
      EXPECT_EQ(query_of(response)["error"], "invalid_request") << name;
      EXPECT_EQ(query_of(response)["code"], "") << name;
    }
  }
}

// OA-04
TEST_F(AuthorizeTest, PkceWithS256IsRequired) {
  const std::string long_challenge(129, 'a');
  for (const Parameters& changes :
       {Parameters{{"code_challenge", ""}}, Parameters{{"code_challenge", ""}, {"code_challenge_method", ""}},
        Parameters{{"code_challenge_method", ""}}, Parameters{{"code_challenge_method", "plain"}},
        Parameters{{"code_challenge_method", "s256"}}, Parameters{{"code_challenge", std::string(42, 'a')}},
        Parameters{{"code_challenge", long_challenge}},
        Parameters{{"code_challenge", std::string(42, 'a') + "!"}},
        Parameters{{"code_challenge", std::string(42, 'a') + " "}}}) {
    EXPECT_EQ(error(changes), "invalid_request") << encode(changes);
  }
}

// OA-23
TEST_F(AuthorizeTest, WhatIsNotSupportedIsNamedAsSuch) {
  EXPECT_EQ(error({{"response_type", "token"}}), "unsupported_response_type");
  EXPECT_EQ(error({{"response_type", "code id_token"}}), "unsupported_response_type");
  EXPECT_EQ(error({{"response_type", ""}}), "invalid_request");
  EXPECT_EQ(error({{"response_mode", "fragment"}}), "invalid_request");
  EXPECT_EQ(error({{"request", "e30.e30."}}), "request_not_supported");
  EXPECT_EQ(error({{"request_uri", "http://169.254.169.254/"}}), "request_uri_not_supported");
  EXPECT_EQ(error({{"registration", "{}"}}), "registration_not_supported");
  EXPECT_EQ(error({{"scope", "openid\x01"}}), "invalid_scope");
  EXPECT_EQ(error({{"prompt", "none login"}}), "invalid_request");
  EXPECT_EQ(error({{"prompt", "create"}}), "invalid_request");
  EXPECT_EQ(error({{"max_age", "-1"}}), "invalid_request");
  EXPECT_EQ(error({{"max_age", "1.5"}}), "invalid_request");
  EXPECT_EQ(error({{"max_age", "99999999999999999999"}}), "invalid_request");
  EXPECT_EQ(error({{"nonce", std::string(1025, 'n')}}), "invalid_request");
  EXPECT_EQ(error({{"id_token_hint", "e30.e30.x"}}), "invalid_request");
  EXPECT_EQ(error({{"extra", std::string(4000, 'x')}}), "invalid_request");
  EXPECT_EQ(provider_.count("grants"), 0);
}

// OA-17
TEST_F(AuthorizeTest, ErrorsCarryStateAndIssuer) {
  auto fields = answer({{"response_type", "token"}});
  EXPECT_EQ(fields["state"], "st&te=1");
  EXPECT_EQ(fields["iss"], kIssuer);
  EXPECT_NE(fields["error_description"], "");
}

TEST_F(AuthorizeTest, BrokenEncodingGetsAPage) {
  http::Request request;
  request.path = "/oauth2/authorize";
  request.query = encode(provider_.authorization_request()) + "&x=%zz";
  EXPECT_EQ(provider_.send(request).status, 400);
}

TEST_F(AuthorizeTest, StrangersAreSentToSignInAndBack) {
  const auto response = provider_.authorize(provider_.authorization_request(), "");
  EXPECT_EQ(response.status, 303);
  EXPECT_THAT(location_of(response), StartsWith("/sign-in?return_to=%2Foauth2%2Fauthorize%3F"));
  EXPECT_EQ(query_of(response).count("prompt"), 0U);
  const auto again = provider_.authorize(returned(response), provider_.sign_in(provider_.ada));
  EXPECT_EQ(query_of(again)["code"].size(), 43U);
  EXPECT_EQ(query_of(again)["state"], "st&te=1");
}

TEST_F(AuthorizeTest, NonMemberIsToldAccessDenied) {
  auto fields =
      query_of(provider_.authorize(provider_.authorization_request(), provider_.sign_in(provider_.eve)));
  EXPECT_EQ(fields["error"], "access_denied");
  EXPECT_EQ(fields["state"], "st&te=1");
  EXPECT_EQ(provider_.last_event(), "app.authorize:not_a_member");
  EXPECT_EQ(provider_.count("authorization_codes"), 0);
}

// OA-25
TEST_F(AuthorizeTest, PromptNoneNeverShowsAPage) {
  const auto request = with(provider_.authorization_request(), {{"prompt", "none"}});
  EXPECT_EQ(query_of(provider_.authorize(request, ""))["error"], "login_required");
  EXPECT_EQ(query_of(provider_.authorize(request, cookie_))["code"].size(), 43U);
  provider_.clock.advance(std::chrono::seconds(5));
  EXPECT_EQ(error({{"prompt", "none"}, {"max_age", "1"}}), "login_required");
}

// OA-25
TEST_F(AuthorizeTest, HintOfAnotherUserIsNotAnsweredForThisOne) {
  const auto tokens = provider_.make_tokens(cookie_);
  const auto hint = text_of(tokens, "id_token");
  EXPECT_EQ(answer({{"prompt", "none"}, {"id_token_hint", hint}})["code"].size(), 43U);
  const auto eve = provider_.sign_in(provider_.eve);
  const auto silent = with(provider_.authorization_request(), {{"prompt", "none"}, {"id_token_hint", hint}});
  EXPECT_EQ(query_of(provider_.authorize(silent, eve))["error"], "login_required");

  const auto asked = with(provider_.authorization_request(), {{"id_token_hint", hint}});
  const auto sign_in = provider_.authorize(asked, eve);
  EXPECT_THAT(location_of(sign_in), StartsWith("/sign-in?"));
  provider_.clock.advance(std::chrono::seconds(1));
  // Eve again: told so, not asked for ever.
  EXPECT_EQ(query_of(provider_.authorize(returned(sign_in), provider_.sign_in(provider_.eve)))["error"],
            "login_required");
  EXPECT_EQ(query_of(provider_.authorize(returned(sign_in), provider_.sign_in(provider_.ada)))["code"].size(),
            43U);
}

TEST_F(AuthorizeTest, PromptLoginAsksAgainOnceAndReallyAsks) {
  const auto request = with(provider_.authorization_request(), {{"prompt", "login"}});
  const auto sign_in = provider_.authorize(request, cookie_);
  EXPECT_EQ(query_of(sign_in)["prompt"], "login");
  const auto again = returned(sign_in);
  // The old sign-in does not do, however often the address is opened.
  EXPECT_THAT(location_of(provider_.authorize(again, cookie_)), StartsWith("/sign-in?"));
  provider_.clock.advance(std::chrono::seconds(2));
  EXPECT_THAT(location_of(provider_.authorize(again, cookie_)), StartsWith("/sign-in?"));
  const auto fresh = provider_.sign_in_again(cookie_);
  EXPECT_EQ(query_of(provider_.authorize(again, fresh))["code"].size(), 43U);
}

TEST_F(AuthorizeTest, PromptLoginOfAStrangerAsksOnlyOnce) {
  const auto request = with(provider_.authorization_request(), {{"prompt", "login"}, {"max_age", "0"}});
  const auto sign_in = provider_.authorize(request, "");
  provider_.clock.advance(std::chrono::seconds(2));
  const auto cookie = provider_.sign_in(provider_.ada);
  provider_.clock.advance(std::chrono::seconds(2));
  EXPECT_EQ(query_of(provider_.authorize(returned(sign_in), cookie))["code"].size(), 43U);
}

TEST_F(AuthorizeTest, MaxAgeAsksAgainWhenTheSignInIsOlder) {
  EXPECT_EQ(answer({{"max_age", "60"}})["code"].size(), 43U);
  provider_.clock.advance(std::chrono::seconds(61));
  const auto request = with(provider_.authorization_request(), {{"max_age", "60"}});
  const auto sign_in = provider_.authorize(request, cookie_);
  EXPECT_EQ(query_of(sign_in)["prompt"], "login");
  provider_.clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(query_of(provider_.authorize(returned(sign_in), provider_.sign_in_again(cookie_)))["code"].size(),
            43U);
}

TEST_F(AuthorizeTest, EditedOrOldMarkOfANewSignInIsWorthNothing) {
  const auto request = with(provider_.authorization_request(), {{"prompt", "login"}});
  const auto again = returned(provider_.authorize(request, cookie_));
  provider_.clock.advance(std::chrono::seconds(2));
  const auto fresh = provider_.sign_in_again(cookie_);
  const auto is_asked = [&](const Parameters& parameters) {
    return location_of(provider_.authorize(parameters, fresh)).starts_with("/sign-in?");
  };
  const std::string name = "gatehouse_asked";
  std::string mark;
  for (const auto& [key, value] : again) mark = key == name ? value : mark;
  ASSERT_NE(mark, "");
  EXPECT_TRUE(is_asked(with(again, {{"scope", "openid email"}})));
  EXPECT_TRUE(is_asked(with(again, {{"state", "other"}})));
  EXPECT_TRUE(is_asked(with(again, {{name, ""}})));
  EXPECT_TRUE(is_asked(with(again, {{name, "0" + mark.substr(mark.find('.'))}})));
  EXPECT_TRUE(is_asked(with(again, {{name, mark.substr(0, mark.find('.'))}})));
  EXPECT_TRUE(is_asked(with(again, {{name, "x" + mark}})));
  EXPECT_FALSE(is_asked(again));
  provider_.clock.advance(std::chrono::minutes(15));
  EXPECT_TRUE(is_asked(again));
}

// OA-19
TEST_F(AuthorizeTest, ThirdPartyAppsCannotSendStrangersOn) {
  provider_.change_app("orders", [](App& app) { app.third_party = true; });
  for (const Parameters& changes :
       {Parameters{{"prompt", "none"}}, Parameters{{"scope", "\x01"}}, Parameters{{"response_type", "x"}}}) {
    const auto response = provider_.authorize(with(provider_.authorization_request(), changes), "");
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(location_of(response), "");
  }
}

// OA-22
TEST_F(AuthorizeTest, OtherOriginsScriptsGetNothing) {
  http::Request request;
  request.path = "/oauth2/authorize";
  request.query = encode(provider_.authorization_request());
  request.headers.set("Origin", "https://orders.example.com");
  EXPECT_FALSE(provider_.send(request).headers.find("Access-Control-Allow-Origin"));
}

TEST_F(AuthorizeTest, EndedSessionIsNoSession) {
  provider_.clock.advance(provider_.bounds.idle);
  EXPECT_THAT(location_of(provider_.authorize(provider_.authorization_request(), cookie_)),
              StartsWith("/sign-in?"));
}

}  // namespace
}  // namespace gatehouse::server
