// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "core/base/base64url.h"
#include "core/crypto/sha256.h"
#include "core/http/form.h"
#include "tests/oidc/provider.h"

namespace gatehouse::server {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string error_of(const http::Response& response) {
  return text_of(json_of(response), "error");
}

class PushedRequestTest : public OidcTest {
 protected:
  http::Response push(const Parameters& changes = {}) {
    const auto request =
        with(provider_.authorization_request(), {{"client_secret", std::string(kOrdersSecret)}});
    return provider_.post("/oauth2/par", with(request, changes));
  }
  http::Response use(const std::string& uri, const Parameters& changes = {}) {
    return provider_.get("/oauth2/authorize", with({{"client_id", "orders"}, {"request_uri", uri}}, changes),
                         cookie_);
  }
  /// The address that the sign-in page returns to, as parameters.
  Parameters begin(const std::string& uri, const std::string& cookie) {
    const auto sign_in = provider_.authorize({{"client_id", "orders"}, {"request_uri", uri}}, cookie);
    const auto return_to = query_of(sign_in)["return_to"];
    const auto form = http::parse_form(return_to.substr(return_to.find('?') + 1)).value();
    return {form.pairs().begin(), form.pairs().end()};
  }
};

TEST_F(PushedRequestTest, NameStandsForTheRequestOnce) {
  const auto pushed = push();
  ASSERT_EQ(pushed.status, 201) << pushed.body;
  EXPECT_EQ(json_of(pushed).at("expires_in").as_int64(), 60);
  const auto uri = text_of(json_of(pushed), "request_uri");
  EXPECT_THAT(uri, StartsWith("urn:ietf:params:oauth:request_uri:"));
  // What stands beside it counts for nothing.
  auto fields = query_of(use(uri, {{"scope", "openid email"}, {"state", "other"}}));
  EXPECT_EQ(fields["state"], "st&te=1");
  const auto tokens = json_of(provider_.post("/oauth2/token", provider_.code_request(fields["code"])));
  EXPECT_EQ(text_of(tokens, "scope"), "openid offline_access");
  EXPECT_EQ(use(uri).status, 400);
  EXPECT_EQ(location_of(use(uri)), "");
}

TEST_F(PushedRequestTest, NameEndsAfterAMinuteAndIsForItsAppAlone) {
  const auto uri = text_of(json_of(push()), "request_uri");
  EXPECT_EQ(use(uri, {{"client_id", "other"}}).status, 400);
  provider_.clock.advance(std::chrono::seconds(60));
  EXPECT_EQ(use(uri).status, 400);
  EXPECT_EQ(use("urn:ietf:params:oauth:request_uri:guess").status, 400);
}

TEST_F(PushedRequestTest, StrangersSignInAndComeBackWithTheNameAlone) {
  const auto uri = text_of(json_of(push()), "request_uri");
  const auto again = begin(uri, "");
  ASSERT_EQ(again.size(), 3U);
  EXPECT_EQ(again[0], std::pair(std::string("client_id"), std::string("orders")));
  EXPECT_EQ(again[1], std::pair(std::string("request_uri"), uri));
  EXPECT_EQ(again[2].first, "gatehouse_asked");
  // What is put beside it on the way counts for nothing.
  auto fields =
      query_of(provider_.authorize(with(again, {{"scope", "openid email"}, {"state", "other"}}), cookie_));
  EXPECT_EQ(fields["state"], "st&te=1");
  EXPECT_EQ(fields["code"].size(), 43U);
  EXPECT_EQ(provider_.authorize(again, cookie_).status, 400);
  EXPECT_EQ(use(uri).status, 400);
}

TEST_F(PushedRequestTest, LengthOfAnAddressIsNoLimit) {
  const auto uri = text_of(json_of(push({{"extra", std::string(5000, 'x')}})), "request_uri");
  EXPECT_EQ(query_of(provider_.authorize(begin(uri, ""), cookie_))["code"].size(), 43U);
}

TEST_F(PushedRequestTest, SignInMayTakeLongerThanTheName) {
  const auto uri = text_of(json_of(push()), "request_uri");
  const auto again = begin(uri, "");
  provider_.clock.advance(std::chrono::seconds(61));
  EXPECT_EQ(use(uri).status, 400);
  EXPECT_EQ(use(uri, {{"gatehouse_asked", "1." + again[2].second.substr(14)}}).status, 400);
  // However often the person is asked, the first time counts.
  const auto once_more = query_of(provider_.authorize(again, ""))["return_to"];
  EXPECT_THAT(once_more, HasSubstr(again[2].second));
  provider_.clock.advance(std::chrono::minutes(13));
  cookie_ = provider_.sign_in(provider_.ada);
  EXPECT_EQ(query_of(provider_.authorize(again, cookie_))["code"].size(), 43U);
}

TEST_F(PushedRequestTest, SignInThatTookTooLongBeginsAnew) {
  const auto again = begin(text_of(json_of(push()), "request_uri"), "");
  provider_.clock.advance(std::chrono::minutes(15));
  cookie_ = provider_.sign_in(provider_.ada);
  EXPECT_EQ(provider_.authorize(again, cookie_).status, 400);
}

TEST_F(PushedRequestTest, PromptLoginAsksOnce) {
  const auto again = begin(text_of(json_of(push({{"prompt", "login"}})), "request_uri"), cookie_);
  EXPECT_THAT(location_of(provider_.authorize(again, cookie_)), StartsWith("/sign-in?"));
  provider_.clock.advance(std::chrono::seconds(2));
  const auto fresh = provider_.sign_in_again(cookie_);
  EXPECT_EQ(query_of(provider_.authorize(again, fresh))["code"].size(), 43U);
  EXPECT_EQ(provider_.authorize(again, fresh).status, 400);
}

TEST_F(PushedRequestTest, AnErrorIsAnAnswerToo) {
  const auto uri = text_of(json_of(push({{"prompt", "none"}})), "request_uri");
  const Parameters address = {{"client_id", "orders"}, {"request_uri", uri}};
  EXPECT_EQ(query_of(provider_.authorize(address, ""))["error"], "login_required");
  EXPECT_EQ(provider_.authorize(address, cookie_).status, 400);
  const auto second = text_of(json_of(push()), "request_uri");
  cookie_ = provider_.sign_in(provider_.eve);
  EXPECT_EQ(query_of(use(second))["error"], "access_denied");
  EXPECT_EQ(use(second).status, 400);
  EXPECT_EQ(provider_.count("pushed_requests"), 0);
}

TEST_F(PushedRequestTest, ConsentGoesByTheNameAndUsesItUp) {
  provider_.change_app("orders", [](App& app) { app.third_party = true; });
  for (const char* decision : {"deny", "allow"}) {
    const auto uri = text_of(json_of(push()), "request_uri");
    const auto page = use(uri);
    EXPECT_THAT(page.body, HasSubstr("Recognise you when you come back"));
    EXPECT_EQ(field_of(page, "request"), encode({{"client_id", "orders"}, {"request_uri", uri}}));
    provider_.clock.advance(std::chrono::minutes(5));
    const Parameters form = {
        {"request", field_of(page, "request")}, {"mark", field_of(page, "mark")}, {"decision", decision}};
    const auto answer = provider_.post("/oauth2/consent", form, cookie_, std::string(kIssuer));
    EXPECT_EQ(query_of(answer).count(decision == std::string("allow") ? "code" : "error"), 1U);
    EXPECT_EQ(provider_.post("/oauth2/consent", form, cookie_, std::string(kIssuer)).status, 400);
  }
  EXPECT_EQ(provider_.count("authorization_codes"), 1);
}

TEST_F(PushedRequestTest, FaultsAreToldAtOnce) {
  EXPECT_EQ(push({{"client_secret", "wrong"}}).status, 401);
  EXPECT_EQ(error_of(push({{"redirect_uri", "https://evil.example/"}})), "invalid_request");
  EXPECT_EQ(error_of(push({{"redirect_uri", ""}})), "invalid_request");
  EXPECT_EQ(error_of(push({{"request_uri", "urn:x"}})), "invalid_request");
  EXPECT_EQ(error_of(push({{"code_challenge", ""}})), "invalid_request");
  EXPECT_EQ(error_of(push({{"response_type", "token"}})), "unsupported_response_type");
  EXPECT_EQ(error_of(push({{"scope", "\x01"}})), "invalid_scope");
  EXPECT_EQ(error_of(push({{"request", "e30.e30."}})), "request_not_supported");
  EXPECT_EQ(provider_.count("pushed_requests"), 0);
}

TEST_F(PushedRequestTest, SecretIsNotKept) {
  (void)push();
  const auto kept = provider_.database->read([](sql::Connection& connection) {
    return connection.query("select parameters from pushed_requests").first().get<std::string>(0);
  });
  EXPECT_THAT(kept, Not(HasSubstr("client_secret")));
  EXPECT_THAT(kept, HasSubstr("client_id=orders"));
}

class FormPostTest : public OidcTest {};

TEST_F(FormPostTest, AnswerIsAFormThatPostsItself) {
  const auto page =
      provider_.authorize(with(provider_.authorization_request(), {{"response_mode", "form_post"}}), cookie_);
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(location_of(page), "");
  EXPECT_THAT(page.body, HasSubstr("<form method=\"post\" action=\"" + std::string(kRedirectUri) + "\">"));
  EXPECT_EQ(field_of(page, "state"), "st&te=1");
  EXPECT_EQ(field_of(page, "iss"), kIssuer);
  const auto code = field_of(page, "code");
  EXPECT_EQ(provider_.post("/oauth2/token", provider_.code_request(code)).status, 200);

  const auto policy = std::string(page.headers.find("Content-Security-Policy").value_or(""));
  EXPECT_THAT(policy, StartsWith("default-src 'none'; script-src 'sha256-"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
  const auto script = page.body.substr(page.body.find("<script>") + 8);
  auto hash = encode_base64url(crypto::sha256(as_bytes(script.substr(0, script.find("</script>")))));
  for (char& c : hash) c = c == '-' ? '+' : c == '_' ? '/' : c;
  EXPECT_THAT(policy, HasSubstr("'sha256-" + hash + "='"));
}

TEST_F(FormPostTest, ErrorsTravelTheSameWayAndNothingBreaksOut) {
  const auto page = provider_.authorize(
      with(provider_.authorization_request(), {{"response_mode", "form_post"},
                                               {"response_type", "token"},
                                               {"state", "\"><script>alert(1)</script>"}}),
      cookie_);
  EXPECT_EQ(field_of(page, "error"), "unsupported_response_type");
  EXPECT_THAT(page.body, Not(HasSubstr("<script>alert")));
}

class ClaimsParameterTest : public OidcTest {
 protected:
  Fields ask(const std::string& claims, const Parameters& changes = {}) {
    return query_of(provider_.authorize(
        with(with(provider_.authorization_request("openid"), {{"claims", claims}}), changes), cookie_));
  }
};

TEST_F(ClaimsParameterTest, ClaimsComeWithTheirScope) {
  const auto code =
      ask(R"({"userinfo":{"name":{"essential":true},"nickname":null},"id_token":{"email":null}})")["code"];
  const auto tokens = json_of(provider_.post("/oauth2/token", provider_.code_request(code)));
  EXPECT_EQ(text_of(tokens, "scope"), "openid profile email");
  EXPECT_EQ(text_of(claims_of(text_of(tokens, "id_token")), "email"), "ada@example.com");
}

TEST_F(ClaimsParameterTest, StrangersAppNeedsConsentForThem) {
  provider_.change_app("orders", [](App& app) { app.third_party = true; });
  const auto page = provider_.authorize(
      with(provider_.authorization_request("openid"), {{"claims", R"({"userinfo":{"email":null}})"}}),
      cookie_);
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("See your email address"));
}

TEST_F(ClaimsParameterTest, AnotherSubjectIsAskedToSignIn) {
  const std::string of_eve = R"({"id_token":{"sub":{"value":"usr_eve"}}})";
  EXPECT_EQ(ask(of_eve, {{"prompt", "none"}})["error"], "login_required");
  EXPECT_EQ(ask(of_eve).count("return_to"), 1U);
  EXPECT_EQ(ask(R"({"id_token":{"sub":{"value":"usr_ada"}}})").count("code"), 1U);
}

// OA-25
TEST_F(ClaimsParameterTest, EssentialAcrIsMetOrRefused) {
  const auto acr = [](const std::string& value, const std::string& essential) {
    return R"({"id_token":{"acr":{"essential":)" + essential + R"(,"values":["urn:gatehouse:acr:)" + value +
           R"("]}}})";
  };
  EXPECT_EQ(ask(acr("multi-factor", "true"))["error"], "unmet_authentication_requirements");
  EXPECT_EQ(ask(acr("multi-factor", "true"), {{"prompt", "none"}})["error"],
            "unmet_authentication_requirements");
  EXPECT_EQ(ask(acr("multi-factor", "false")).count("code"), 1U);
  EXPECT_EQ(ask(acr("single-factor", "true")).count("code"), 1U);
  EXPECT_EQ(ask("", {{"acr_values", "urn:gatehouse:acr:multi-factor"}}).count("code"), 1U);
}

TEST_F(ClaimsParameterTest, WhatIsNoSuchJsonIsRefused) {
  for (const char* claims :
       {"x", "[]", "{\"userinfo\":[]}", "{\"id_token\":\"email\"}", "{\"a\":1,\"a\":2}"}) {
    EXPECT_EQ(ask(claims)["error"], "invalid_request") << claims;
  }
}

class ClientCredentialsTest : public OidcTest {
 protected:
  http::Response ask(const Parameters& changes = {}) {
    return provider_.post("/oauth2/token", with({{"grant_type", "client_credentials"},
                                                 {"client_id", "orders"},
                                                 {"client_secret", std::string(kOrdersSecret)}},
                                                changes));
  }
};

TEST_F(ClientCredentialsTest, AppGetsATokenForItself) {
  const auto answer = json_of(ask());
  const auto token = text_of(answer, "access_token");
  EXPECT_FALSE(answer.contains("refresh_token") || answer.contains("id_token"));
  const auto read = provider_.app_token_reader->verify(token);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->token.user_id(), "orders");
  EXPECT_TRUE(read->token.roles().empty());
  EXPECT_EQ(read->token.session_id(), "");
  const Parameters about = {
      {"client_id", "orders"}, {"client_secret", std::string(kOrdersSecret)}, {"token", token}};
  EXPECT_TRUE(json_of(provider_.post("/oauth2/introspect", about)).at("active").as_bool());
  http::Request request;
  request.path = "/oauth2/userinfo";
  request.headers.set("Authorization", "Bearer " + token);
  EXPECT_EQ(provider_.send(request).status, 401);
}

TEST_F(ClientCredentialsTest, WhoIsNoConfidentialAppGetsNothing) {
  EXPECT_EQ(error_of(ask({{"client_secret", "wrong"}})), "invalid_client");
  EXPECT_EQ(error_of(ask({{"scope", "openid"}})), "invalid_scope");
  provider_.change_app("orders", [](App& app) { app.client_type = ClientType::public_; });
  EXPECT_EQ(error_of(ask({{"client_secret", ""}})), "unauthorized_client");
}

}  // namespace
}  // namespace gatehouse::server
