// SPDX-License-Identifier: Apache-2.0
//
// The modules of the OpenID Foundation's "basic" and "config" certification plans for providers, re-created
// under their own names.
#include <gmock/gmock.h>

#include "core/http/form.h"
#include "core/token/jwt_verifier.h"
#include "tests/oidc/provider.h"

namespace gatehouse::server {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;
using testing::StartsWith;

class ConformanceBasic : public OidcTest {
 protected:
  http::Response ask(const std::string& scope, const Parameters& changes = {}) {
    return provider_.authorize(with(provider_.authorization_request(scope), changes), cookie_);
  }
  boost::json::object redeem(const http::Response& answer) {
    return json_of(provider_.post("/oauth2/token", provider_.code_request(query_of(answer)["code"])));
  }
  boost::json::object sign_in(const std::string& scope, const Parameters& changes = {}) {
    return redeem(ask(scope, changes));
  }
  http::Response userinfo(const std::string& token, http::Method method = http::Method::get) {
    http::Request request;
    request.method = method;
    request.path = "/oauth2/userinfo";
    request.headers.set("Authorization", "Bearer " + token);
    return provider_.send(request);
  }
  boost::json::object userinfo_of(const std::string& scope, const Parameters& changes = {}) {
    return json_of(userinfo(text_of(sign_in(scope, changes), "access_token")));
  }
  /// The request that the sign-in page goes back to.
  Parameters returned(const http::Response& sign_in_page) {
    const auto return_to = query_of(sign_in_page)["return_to"];
    const auto form = http::parse_form(return_to.substr(return_to.find('?') + 1)).value();
    return {form.pairs().begin(), form.pairs().end()};
  }
  void expect_id_token(const std::string& token) {
    const token::JwtVerifier verifier(token::id_token_rules(std::string(kIssuer), "orders"),
                                      *provider_.keys->key_ring(), provider_.clock);
    EXPECT_TRUE(verifier.verify(token));
  }
  std::string error_of(const http::Response& response) { return text_of(json_of(response), "error"); }
};

TEST_F(ConformanceBasic, oidcc_server) {
  const auto tokens = sign_in("openid");
  expect_id_token(text_of(tokens, "id_token"));
  EXPECT_EQ(text_of(claims_of(text_of(tokens, "id_token")), "nonce"), "n-1");
}

TEST_F(ConformanceBasic, oidcc_response_type_missing) {
  EXPECT_EQ(query_of(ask("openid", {{"response_type", ""}}))["error"], "invalid_request");
}

TEST_F(ConformanceBasic, oidcc_idtoken_signature) {
  const auto token = text_of(sign_in("openid"), "id_token");
  expect_id_token(token);
  auto broken = token;
  broken[broken.size() - 10] = broken[broken.size() - 10] == 'A' ? 'B' : 'A';
  const token::JwtVerifier verifier(token::id_token_rules(std::string(kIssuer), "orders"),
                                    *provider_.keys->key_ring(), provider_.clock);
  EXPECT_FALSE(verifier.verify(broken));
}

TEST_F(ConformanceBasic, oidcc_idtoken_unsigned) {
  // Not offered, and so never given.
  const auto metadata = json_of(provider_.get("/.well-known/openid-configuration", {}));
  EXPECT_EQ(metadata.at("id_token_signing_alg_values_supported"),
            (boost::json::array{"RS256", "ES256", "EdDSA", "HS256"}));
}

TEST_F(ConformanceBasic, oidcc_userinfo_get) {
  const auto tokens = sign_in("openid");
  const auto info = json_of(userinfo(text_of(tokens, "access_token")));
  EXPECT_EQ(text_of(info, "sub"), text_of(claims_of(text_of(tokens, "id_token")), "sub"));
}

TEST_F(ConformanceBasic, oidcc_userinfo_post_header) {
  EXPECT_EQ(userinfo(text_of(sign_in("openid"), "access_token"), http::Method::post).status, 200);
}

TEST_F(ConformanceBasic, oidcc_userinfo_post_body) {
  const auto token = text_of(sign_in("openid"), "access_token");
  EXPECT_EQ(provider_.post("/oauth2/userinfo", {{"access_token", token}}).status, 200);
}

TEST_F(ConformanceBasic, oidcc_ensure_request_without_nonce_succeeds_for_code_flow) {
  const auto tokens = sign_in("openid", {{"nonce", ""}});
  EXPECT_FALSE(claims_of(text_of(tokens, "id_token")).contains("nonce"));
}

TEST_F(ConformanceBasic, oidcc_scope_profile) {
  EXPECT_EQ(text_of(userinfo_of("openid profile"), "name"), "Ada Lovelace");
}

TEST_F(ConformanceBasic, oidcc_scope_email) {
  EXPECT_EQ(text_of(userinfo_of("openid email"), "email"), "ada@example.com");
}

// Known, but nobody's address or number is kept: the request succeeds and the claim is left out.
TEST_F(ConformanceBasic, oidcc_scope_address) {
  EXPECT_EQ(text_of(sign_in("openid address"), "scope"), "openid address");
}

TEST_F(ConformanceBasic, oidcc_scope_phone) {
  EXPECT_EQ(text_of(sign_in("openid phone"), "scope"), "openid phone");
}

TEST_F(ConformanceBasic, oidcc_scope_all) {
  const auto info = userinfo_of("openid profile email address phone");
  EXPECT_EQ(text_of(info, "given_name"), "Ada");
  EXPECT_EQ(text_of(info, "email"), "ada@example.com");
}

TEST_F(ConformanceBasic, oidcc_ensure_other_scope_order_succeeds) {
  EXPECT_EQ(text_of(userinfo_of("email openid"), "email"), "ada@example.com");
}

TEST_F(ConformanceBasic, oidcc_display_page) {
  EXPECT_EQ(query_of(ask("openid", {{"display", "page"}})).count("code"), 1U);
}

TEST_F(ConformanceBasic, oidcc_display_popup) {
  EXPECT_EQ(query_of(ask("openid", {{"display", "popup"}})).count("code"), 1U);
}

TEST_F(ConformanceBasic, oidcc_prompt_login) {
  const auto first = claims_of(text_of(sign_in("openid"), "id_token"));
  provider_.clock.advance(seconds(2));
  const auto page = ask("openid", {{"prompt", "login"}});
  EXPECT_THAT(location_of(page), StartsWith("/sign-in?"));
  provider_.clock.advance(seconds(2));
  cookie_ = provider_.sign_in_again(cookie_);
  const auto second = claims_of(text_of(redeem(provider_.authorize(returned(page), cookie_)), "id_token"));
  EXPECT_GT(second.at("auth_time").as_int64(), first.at("auth_time").as_int64());
}

TEST_F(ConformanceBasic, oidcc_prompt_none_not_logged_in) {
  cookie_.clear();
  EXPECT_EQ(query_of(ask("openid", {{"prompt", "none"}}))["error"], "login_required");
}

TEST_F(ConformanceBasic, oidcc_prompt_none_logged_in) {
  const auto first = claims_of(text_of(sign_in("openid"), "id_token"));
  const auto second = claims_of(text_of(sign_in("openid", {{"prompt", "none"}}), "id_token"));
  EXPECT_EQ(first.at("sub"), second.at("sub"));
  EXPECT_EQ(first.at("auth_time"), second.at("auth_time"));
}

TEST_F(ConformanceBasic, oidcc_max_age_1) {
  provider_.clock.advance(seconds(2));
  const auto page = ask("openid", {{"max_age", "1"}});
  EXPECT_THAT(location_of(page), StartsWith("/sign-in?"));
  provider_.clock.advance(seconds(1));
  cookie_ = provider_.sign_in_again(cookie_);
  const auto claims = claims_of(text_of(redeem(provider_.authorize(returned(page), cookie_)), "id_token"));
  EXPECT_EQ(claims.at("auth_time").as_int64(), to_unix_seconds(provider_.clock.now()));
}

TEST_F(ConformanceBasic, oidcc_max_age_10000) {
  provider_.clock.advance(seconds(2));
  const auto claims = claims_of(text_of(sign_in("openid", {{"max_age", "10000"}}), "id_token"));
  EXPECT_LT(claims.at("auth_time").as_int64(), to_unix_seconds(provider_.clock.now()));
}

TEST_F(ConformanceBasic, oidcc_ensure_request_with_unknown_parameter_succeeds) {
  EXPECT_EQ(query_of(ask("openid", {{"extra", "foobar"}})).count("code"), 1U);
}

TEST_F(ConformanceBasic, oidcc_id_token_hint) {
  const auto hint = text_of(sign_in("openid"), "id_token");
  const auto again = sign_in("openid", {{"prompt", "none"}, {"id_token_hint", hint}});
  EXPECT_EQ(text_of(claims_of(text_of(again, "id_token")), "sub"), "usr_ada");
}

TEST_F(ConformanceBasic, oidcc_login_hint) {
  cookie_.clear();
  const auto page = ask("openid", {{"login_hint", "ada@example.com"}});
  EXPECT_THAT(query_of(page)["return_to"], HasSubstr("login_hint=ada%40example.com"));
}

TEST_F(ConformanceBasic, oidcc_ui_locales) {
  EXPECT_EQ(query_of(ask("openid", {{"ui_locales", "se"}})).count("code"), 1U);
}

TEST_F(ConformanceBasic, oidcc_claims_locales) {
  EXPECT_EQ(query_of(ask("openid", {{"claims_locales", "se"}})).count("code"), 1U);
}

TEST_F(ConformanceBasic, oidcc_ensure_request_with_acr_values_succeeds) {
  const auto tokens = sign_in("openid", {{"acr_values", "urn:gatehouse:acr:single-factor 2"}});
  EXPECT_EQ(text_of(claims_of(text_of(tokens, "id_token")), "acr"), "urn:gatehouse:acr:single-factor");
}

TEST_F(ConformanceBasic, oidcc_codereuse) {
  const auto request = provider_.code_request(query_of(ask("openid"))["code"]);
  const auto tokens = json_of(provider_.post("/oauth2/token", request));
  EXPECT_EQ(error_of(provider_.post("/oauth2/token", request)), "invalid_grant");
  EXPECT_EQ(userinfo(text_of(tokens, "access_token")).status, 401);
}

TEST_F(ConformanceBasic, oidcc_codereuse_30seconds) {
  const auto request = provider_.code_request(query_of(ask("openid"))["code"]);
  const auto tokens = json_of(provider_.post("/oauth2/token", request));
  provider_.clock.advance(seconds(30));
  EXPECT_EQ(error_of(provider_.post("/oauth2/token", request)), "invalid_grant");
  EXPECT_EQ(userinfo(text_of(tokens, "access_token")).status, 401);
}

TEST_F(ConformanceBasic, oidcc_ensure_registered_redirect_uri) {
  const auto page = ask("openid", {{"redirect_uri", "https://orders.example.com/unregistered"}});
  EXPECT_EQ(page.status, 400);
  EXPECT_EQ(location_of(page), "");
}

TEST_F(ConformanceBasic, oidcc_ensure_post_request_succeeds) {
  const auto answer = provider_.post("/oauth2/authorize", provider_.authorization_request("openid"), cookie_);
  expect_id_token(text_of(redeem(answer), "id_token"));
}

TEST_F(ConformanceBasic, oidcc_server_client_secret_post) {
  expect_id_token(text_of(sign_in("openid"), "id_token"));  // that is how these tests authenticate
}

TEST_F(ConformanceBasic, oidcc_request_uri_unsigned_supported_correctly_or_rejected_as_unsupported) {
  EXPECT_EQ(query_of(ask("openid", {{"request_uri", "https://orders.example.com/request.jwt"}}))["error"],
            "request_uri_not_supported");
}

TEST_F(ConformanceBasic, oidcc_unsigned_request_object_supported_correctly_or_rejected_as_unsupported) {
  EXPECT_EQ(query_of(ask("openid", {{"request", "eyJhbGciOiJub25lIn0.e30."}}))["error"],
            "request_not_supported");
}

TEST_F(ConformanceBasic, oidcc_claims_essential) {
  EXPECT_EQ(
      text_of(userinfo_of("openid", {{"claims", R"({"userinfo":{"name":{"essential":true}}})"}}), "name"),
      "Ada Lovelace");
}

TEST_F(ConformanceBasic, oidcc_ensure_request_object_with_redirect_uri) {
  EXPECT_EQ(
      query_of(ask("openid", {{"request", "eyJhbGciOiJub25lIn0.eyJyZWRpcmVjdF91cmkiOiJ4In0."}}))["error"],
      "request_not_supported");
}

TEST_F(ConformanceBasic, oidcc_refresh_token) {
  const auto tokens = sign_in("openid offline_access", {{"prompt", "consent"}});
  const auto renewed =
      json_of(provider_.post("/oauth2/token", provider_.refresh_request(text_of(tokens, "refresh_token"))));
  const auto before = claims_of(text_of(tokens, "id_token"));
  const auto after = claims_of(text_of(renewed, "id_token"));
  for (const char* name : {"iss", "sub", "aud", "auth_time"}) EXPECT_EQ(before.at(name), after.at(name));
  EXPECT_EQ(userinfo(text_of(renewed, "access_token")).status, 200);
  const Parameters foreign = {{"client_id", "other"}, {"client_secret", std::string(kOtherSecret)}};
  EXPECT_EQ(
      error_of(provider_.post("/oauth2/token",
                              with(provider_.refresh_request(text_of(renewed, "refresh_token")), foreign))),
      "invalid_grant");
}

TEST_F(ConformanceBasic, oidcc_ensure_request_with_valid_pkce_succeeds) {
  expect_id_token(text_of(sign_in("openid"), "id_token"));
}

TEST_F(ConformanceBasic, oidcc_discovery_endpoint_verification) {
  const auto metadata = json_of(provider_.get("/.well-known/openid-configuration", {}));
  EXPECT_EQ(text_of(metadata, "issuer"), kIssuer);
  EXPECT_EQ(metadata, json_of(provider_.get("/.well-known/oauth-authorization-server", {})));
  for (const char* name : {"authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri",
                           "end_session_endpoint", "revocation_endpoint", "introspection_endpoint",
                           "pushed_authorization_request_endpoint", "device_authorization_endpoint"}) {
    const auto address = text_of(metadata, name);
    ASSERT_THAT(address, StartsWith(kIssuer));
    // What is announced is there: some method is answered otherwise than by "not found".
    EXPECT_NE(provider_.get(address.substr(kIssuer.size()), {}).status, 404) << name;
  }
  for (const char* name : {"claims_parameter_supported", "authorization_response_iss_parameter_supported",
                           "backchannel_logout_supported", "backchannel_logout_session_supported"}) {
    EXPECT_TRUE(metadata.at(name).as_bool()) << name;
  }
}

}  // namespace
}  // namespace gatehouse::server
