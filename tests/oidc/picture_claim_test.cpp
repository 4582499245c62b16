// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "server/storage/avatars.h"
#include "tests/oidc/provider.h"

namespace gatehouse::server {
namespace {

/// The claim `picture` (OpenID Connect Core, section 5.1).
class PictureClaimTest : public OidcTest {
 protected:
  void give_picture() {
    provider_.write([&](sql::Connection& connection) {
      avatars::put(connection, UserId("usr_ada"), "abc", "a PNG", provider_.clock.now());
    });
  }
  boost::json::object sign_in(const std::string& scope) {
    return json_of(
        provider_.post("/oauth2/token", provider_.code_request(provider_.make_code(cookie_, scope))));
  }
  boost::json::object userinfo(const boost::json::object& tokens) {
    http::Request request;
    request.method = http::Method::get;
    request.path = "/oauth2/userinfo";
    request.headers.set("Authorization", "Bearer " + text_of(tokens, "access_token"));
    return json_of(provider_.send(request));
  }
};

TEST_F(PictureClaimTest, ItIsTheWholeAddressInIdTokenAndUserInfo) {
  give_picture();
  const auto tokens = sign_in("openid profile");
  EXPECT_EQ(text_of(claims_of(text_of(tokens, "id_token")), "picture"),
            "https://auth.example.com/avatars/abc.png");
  EXPECT_EQ(text_of(userinfo(tokens), "picture"), "https://auth.example.com/avatars/abc.png");
}

TEST_F(PictureClaimTest, WhoHasNoneHasNoSuchClaim) {
  EXPECT_FALSE(userinfo(sign_in("openid profile")).contains("picture"));
}

TEST_F(PictureClaimTest, ItIsToldWithTheProfileOnly) {
  give_picture();
  const auto tokens = sign_in("openid email");
  EXPECT_FALSE(claims_of(text_of(tokens, "id_token")).contains("picture"));
  EXPECT_FALSE(userinfo(tokens).contains("picture"));
}

}  // namespace
}  // namespace gatehouse::server
