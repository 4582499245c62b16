// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "server/storage/apps.h"
#include "tests/oidc/provider.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;

class RegistrationTest : public OidcTest {
 protected:
  http::Response send(http::Method method, const std::string& path, const json::object& body) {
    http::Request request;
    request.method = method;
    request.path = path;
    if (!content_type_.empty()) request.headers.set("Content-Type", content_type_);
    if (!token_.empty()) request.headers.set("Authorization", "Bearer " + token_);
    request.body = body.empty() ? "" : json::serialize(body);
    return path.starts_with("/api/") ? provider_.send_local(request) : provider_.send(request);
  }
  void make_token() {
    token_ =
        text_of(json_of(send(http::Method::post, "/api/v1/registration-tokens", {{"name", "CI"}})), "token");
  }
  http::Response add(const json::object& changes = {}) {
    json::object body = {{"redirect_uris", json::array{"https://new.example.com/cb"}},
                         {"client_name", "New"}};
    for (const auto& member : changes) body[member.key()] = member.value();
    return send(http::Method::post, "/oauth2/register", body);
  }
  std::string error_of(const http::Response& response) { return text_of(json_of(response), "error"); }
  std::string token_;
  std::string content_type_ = "application/json";
};

TEST_F(RegistrationTest, IdTokensAreSignedAsAsked) {
  make_token();
  EXPECT_EQ(text_of(json_of(add()), "id_token_signed_response_alg"), "RS256");
  EXPECT_EQ(
      text_of(json_of(add({{"id_token_signed_response_alg", "HS256"}})), "id_token_signed_response_alg"),
      "HS256");
  EXPECT_EQ(error_of(add({{"id_token_signed_response_alg", "none"}})), "invalid_client_metadata");
  EXPECT_EQ(
      error_of(add({{"id_token_signed_response_alg", "HS256"}, {"token_endpoint_auth_method", "none"}})),
      "invalid_client_metadata");
}

// OA-32
TEST_F(RegistrationTest, IsOffUntilThereIsAToken) {
  EXPECT_EQ(add().status, 401);
  token_ = "ghr_guess";
  EXPECT_EQ(add().status, 401);
  EXPECT_EQ(provider_.count("apps"), 2);
}

TEST_F(RegistrationTest, AppOfOthersIsRegistered) {
  make_token();
  const auto response = add({{"software_id", "unknown"}});
  ASSERT_EQ(response.status, 201) << response.body;
  const auto client = json_of(response);
  EXPECT_EQ(text_of(client, "token_endpoint_auth_method"), "client_secret_basic");
  EXPECT_EQ(text_of(client, "client_secret").size(), 43U);
  EXPECT_EQ(client.at("client_secret_expires_at").as_int64(), 0);
  const auto app = provider_.database->read([&](sql::Connection& connection) {
    return apps::find(connection, AppId(text_of(client, "client_id")));
  });
  ASSERT_TRUE(app);
  EXPECT_TRUE(app->third_party);
  EXPECT_EQ(provider_.last_event(), "app.registered:success");
  const auto denied = provider_.authorize(
      with(provider_.authorization_request(),
           {{"client_id", app->id.value()}, {"redirect_uri", "https://new.example.com/cb"}}),
      cookie_);
  EXPECT_EQ(query_of(denied)["error"], "access_denied");
}

// RFC 7591, section 3.2.1
TEST_F(RegistrationTest, AnswerSaysWhatWasAsked) {
  make_token();
  const auto client = json_of(add({{"token_endpoint_auth_method", "client_secret_post"},
                                   {"grant_types", json::array{"authorization_code"}},
                                   {"response_types", json::array{"code"}}}));
  EXPECT_EQ(text_of(client, "token_endpoint_auth_method"), "client_secret_post");
  EXPECT_EQ(client.at("grant_types"), json::array{"authorization_code"});
  EXPECT_EQ(client.at("response_types"), json::array{"code"});
  const auto plain = json_of(add());
  EXPECT_EQ(text_of(plain, "token_endpoint_auth_method"), "client_secret_basic");
  EXPECT_EQ(plain.at("grant_types"), (json::array{"authorization_code", "refresh_token"}));
}

TEST_F(RegistrationTest, WhatIsNotThereIsRefused) {
  make_token();
  for (const json::value& types :
       {json::value(json::array{"token"}), json::value(json::array{"code", "id_token"}),
        json::value(json::array{"code id_token"}), json::value(json::array{}), json::value("code"),
        json::value(json::array{1})}) {
    const auto response = add({{"response_types", types}});
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(error_of(response), "invalid_client_metadata") << types;
  }
  for (const char* type : {"implicit", "password", "urn:ietf:params:oauth:grant-type:token-exchange", ""}) {
    EXPECT_EQ(error_of(add({{"grant_types", json::array{"authorization_code", type}}})),
              "invalid_client_metadata")
        << type;
  }
  EXPECT_EQ(provider_.count("apps"), 2);
}

TEST_F(RegistrationTest, BodyMustSayThatItIsJson) {
  make_token();
  for (const char* type : {"", "text/plain", "application/x-www-form-urlencoded", "application/jsonp"}) {
    content_type_ = type;
    const auto response = add();
    EXPECT_EQ(response.status, 400) << type;
    EXPECT_EQ(error_of(response), "invalid_client_metadata") << type;
  }
  content_type_ = "application/json; charset=utf-8";
  EXPECT_EQ(add().status, 201);
}

TEST_F(RegistrationTest, PublicOnesGetNoSecret) {
  make_token();
  const auto client = json_of(add({{"token_endpoint_auth_method", "none"}}));
  EXPECT_EQ(text_of(client, "token_endpoint_auth_method"), "none");
  EXPECT_FALSE(client.contains("client_secret"));
}

// OA-32
TEST_F(RegistrationTest, HostileMetadataIsRefusedAndNothingFetched) {
  make_token();
  EXPECT_EQ(error_of(add({{"redirect_uris", json::array{}}})), "invalid_redirect_uri");
  EXPECT_EQ(error_of(add({{"redirect_uris", json::array{"javascript:alert(1)"}}})), "invalid_redirect_uri");
  EXPECT_EQ(error_of(add({{"redirect_uris", "https://new.example.com/cb"}})), "invalid_redirect_uri");
  EXPECT_EQ(error_of(add({{"jwks_uri", "http://169.254.169.254/"}})), "invalid_client_metadata");
  EXPECT_EQ(error_of(add({{"token_endpoint_auth_method", "private_key_jwt"}})), "invalid_client_metadata");
  EXPECT_EQ(error_of(add({{"token_endpoint_auth_method", "tls_client_auth"}})), "invalid_client_metadata");
  EXPECT_EQ(error_of(add({{"backchannel_logout_uri", "file:///etc/passwd"}})), "invalid_client_metadata");
  EXPECT_EQ(error_of(add({{"client_name", "a\nb"}})), "invalid_client_metadata");
  EXPECT_EQ(error_of(add({{"client_name", 5}})), "invalid_client_metadata");
  EXPECT_EQ(add({{"logo_uri", "http://169.254.169.254/"}}).status, 201);
}

TEST_F(RegistrationTest, TokenEndsByTimeAndByRevocation) {
  make_token();
  const auto list = json_of(send(http::Method::get, "/api/v1/registration-tokens", {}));
  const auto id = text_of(list.at("items").as_array().at(0).as_object(), "id");
  EXPECT_FALSE(list.at("items").as_array().at(0).as_object().contains("token"));
  EXPECT_EQ(send(http::Method::delete_, "/api/v1/registration-tokens/" + id, {}).status, 204);
  EXPECT_EQ(send(http::Method::delete_, "/api/v1/registration-tokens/" + id, {}).status, 404);
  EXPECT_EQ(add().status, 401);
  make_token();
  provider_.clock.advance(std::chrono::hours(24));
  EXPECT_EQ(add().status, 401);
}

}  // namespace
}  // namespace gatehouse::server
