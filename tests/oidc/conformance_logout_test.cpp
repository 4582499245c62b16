// SPDX-License-Identifier: Apache-2.0
//
// The modules of the OpenID Foundation's "RP-initiated logout" and "back-channel logout" certification plans
// for providers, re-created under their own names.
#include <gmock/gmock.h>

#include "core/http/form.h"
#include "core/token/jwt_verifier.h"
#include "server/issuance/backchannel_logout.h"
#include "tests/oidc/provider.h"

namespace gatehouse::server {
namespace {

using testing::HasSubstr;

constexpr const char* kAfter = "https://orders.example.com/signed-out";

class ConformanceLogout : public OidcTest {
 protected:
  ConformanceLogout() {
    provider_.change_app("orders", [](App& app) {
      app.post_logout_uris = {kAfter};
      app.backchannel_logout_uri = "https://orders.example.com/backchannel";
    });
    hint_ = text_of(provider_.make_tokens(cookie_), "id_token");
  }
  http::Response end(const Parameters& parameters) {
    return provider_.get("/oauth2/end_session", parameters, cookie_);
  }
  bool is_signed_in() {
    return query_of(
               provider_.authorize(with(provider_.authorization_request(), {{"prompt", "none"}}), cookie_))
               .count("code") == 1;
  }
  void expect_page_and_session(const http::Response& response, int status) {
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(location_of(response), "");
    EXPECT_THAT(response.headers.find("Content-Type").value_or(""), HasSubstr("text/html"));
    EXPECT_TRUE(is_signed_in());
  }
  std::string hint_;
};

TEST_F(ConformanceLogout, oidcc_rp_initiated_logout) {
  const auto response =
      end({{"id_token_hint", hint_}, {"post_logout_redirect_uri", kAfter}, {"state", "s-1"}});
  EXPECT_EQ(location_of(response), std::string(kAfter) + "?state=s-1");
  EXPECT_FALSE(is_signed_in());
}

TEST_F(ConformanceLogout, oidcc_rp_initiated_logout_bad_post_logout_redirect_uri) {
  expect_page_and_session(
      end({{"id_token_hint", hint_}, {"post_logout_redirect_uri", "https://evil.example/"}, {"state", "s"}}),
      400);
}

TEST_F(ConformanceLogout, oidcc_rp_initiated_logout_query_added_to_post_logout_redirect_uri) {
  expect_page_and_session(
      end({{"id_token_hint", hint_}, {"post_logout_redirect_uri", std::string(kAfter) + "?foo=bar"}}), 400);
}

TEST_F(ConformanceLogout, oidcc_rp_initiated_logout_modified_id_token_hint) {
  auto modified = hint_;
  modified[modified.size() - 6] = modified[modified.size() - 6] == 'A' ? 'B' : 'A';
  expect_page_and_session(end({{"id_token_hint", modified}, {"post_logout_redirect_uri", kAfter}}), 400);
}

TEST_F(ConformanceLogout, oidcc_rp_initiated_logout_bad_id_token_hint) {
  expect_page_and_session(end({{"id_token_hint", "bad"}, {"post_logout_redirect_uri", kAfter}}), 400);
}

TEST_F(ConformanceLogout, oidcc_rp_initiated_logout_no_id_token_hint) {
  expect_page_and_session(end({{"post_logout_redirect_uri", kAfter}, {"state", "s"}}), 400);
}

TEST_F(ConformanceLogout, oidcc_rp_initiated_logout_no_params) {
  expect_page_and_session(end({}), 200);
}

TEST_F(ConformanceLogout, oidcc_rp_initiated_logout_only_state) {
  expect_page_and_session(end({{"state", "s"}}), 200);
}

TEST_F(ConformanceLogout, oidcc_rp_initiated_logout_no_post_logout_redirect_uri) {
  EXPECT_EQ(location_of(end({{"id_token_hint", hint_}, {"state", "s"}})), "/signed-out");
  EXPECT_FALSE(is_signed_in());
}

TEST_F(ConformanceLogout, oidcc_rp_initiated_logout_no_state) {
  EXPECT_EQ(location_of(end({{"id_token_hint", hint_}, {"post_logout_redirect_uri", kAfter}})), kAfter);
  EXPECT_FALSE(is_signed_in());
}

TEST_F(ConformanceLogout, oidcc_rp_initiated_logout_discovery_endpoint_verification) {
  const auto metadata = json_of(provider_.get("/.well-known/openid-configuration", {}));
  EXPECT_EQ(text_of(metadata, "end_session_endpoint"), std::string(kIssuer) + "/oauth2/end_session");
}

TEST_F(ConformanceLogout, oidcc_backchannel_logout_discovery_endpoint_verification) {
  const auto metadata = json_of(provider_.get("/.well-known/openid-configuration", {}));
  EXPECT_EQ(text_of(metadata, "end_session_endpoint"), std::string(kIssuer) + "/oauth2/end_session");
  EXPECT_TRUE(metadata.at("backchannel_logout_supported").as_bool());
  EXPECT_TRUE(metadata.at("backchannel_logout_session_supported").as_bool());
}

TEST_F(ConformanceLogout, oidcc_backchannel_rp_initiated_logout) {
  std::vector<std::string> bodies;
  Logger log(provider_.clock, LogFormat::text, LogLevel::error, Logger::to_descriptor());
  BackchannelLogout logout(
      provider_.clock, provider_.random, *provider_.database, provider_.sealing_key, *provider_.keys,
      std::string(kIssuer), log, [&](const net::ClientRequest& request) {
        bodies.push_back(request.body);
        return Result<net::ClientResponse, net::ClientFailure>(net::ClientResponse{200, {}, ""});
      });
  (void)end({{"id_token_hint", hint_}, {"post_logout_redirect_uri", kAfter}});
  ASSERT_TRUE(logout.deliver_one());
  const auto form = http::parse_form(bodies.front()).value();
  const token::JwtVerifier verifier(token::logout_token_rules(std::string(kIssuer), "orders"),
                                    *provider_.keys->key_ring(), provider_.clock);
  const auto token = verifier.verify(form.find("logout_token").value());
  ASSERT_TRUE(token);
  EXPECT_EQ(token->text("sid"), text_of(claims_of(hint_), "sid"));
  EXPECT_EQ(token->text("sub"), text_of(claims_of(hint_), "sub"));
}

}  // namespace
}  // namespace gatehouse::server
