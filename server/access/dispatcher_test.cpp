// SPDX-License-Identifier: Apache-2.0
#include "server/access/dispatcher.h"

#include <gtest/gtest.h>

#include "core/http/problem.h"

namespace gatehouse::server {
namespace {

Caller user_caller(std::optional<PlatformRole> role) {
  sessions::SessionAndUser found;
  found.user.id = UserId("usr_1");
  found.user.platform_role = role;
  return Caller::user(found);
}

class DispatcherTest : public testing::Test {
 protected:
  DispatcherTest()
      : dispatcher_(
            {{.method = http::Method::post,
              .path = "/api/v1/open",
              .access = Access::anyone(),
              .summary = "",
              .handle = done},
             {.method = http::Method::get,
              .path = "/api/v1/mine",
              .access = Access::signed_in(),
              .summary = "",
              .handle = done},
             {.method = http::Method::post,
              .path = "/api/v1/mine",
              .access = Access::signed_in(),
              .summary = "",
              .handle = done},
             {.method = http::Method::get,
              .path = "/api/v1/users",
              .access = Access::requires_permission(PlatformPermission::view_platform),
              .summary = "",
              .handle = done},
             {.method = http::Method::post,
              .path = "/api/v1/users",
              .access = Access::requires_permission(PlatformPermission::manage_users),
              .summary = "",
              .handle = done},
             {.method = http::Method::post,
              .path = "/api/v1/operator/tokens",
              .access = Access::local_operator(),
              .summary = "",
              .handle = done},
             {.method = http::Method::put,
              .path = "/api/v1/picture",
              .access = Access::anyone(),
              .summary = "",
              .uploads = {"image/png"},
              .query = {{"size", ""}},
              .handle = done}},
            "https://auth.example.com", [this](const http::Request&) { return caller_; },
            [](int status, const std::string&, const http::Request&) {
              return http::html_response(status, "page");
            },
            [this](const Call&, const Route& route, const http::Response& response) {
              refusals_.push_back(route.path + ' ' + http::problem_code(response));
            }) {}

  static http::Response done(const Call&) { return http::no_content(); }

  int status(http::Method method, std::string path, std::string_view origin = "https://auth.example.com") {
    http::Request request;
    request.method = method;
    request.path = std::move(path);
    if (!origin.empty()) request.headers.add("Origin", origin);
    return dispatcher_.dispatch(request).status;
  }

  Caller caller_ = Caller::anonymous();
  std::vector<std::string> refusals_;
  Dispatcher dispatcher_;
};

TEST_F(DispatcherTest, AnonymousCallersGet401BeforeAnythingElse) {
  EXPECT_EQ(status(http::Method::get, "/api/v1/mine"), 401);
  EXPECT_EQ(status(http::Method::get, "/api/v1/nothing-here"), 401);
  EXPECT_EQ(status(http::Method::delete_, "/api/v1/mine"), 401);
  EXPECT_EQ(status(http::Method::post, "/api/v1/operator/tokens"), 401);
  EXPECT_EQ(status(http::Method::post, "/api/v1/mine", "https://evil.example"), 401);
  EXPECT_EQ(status(http::Method::post, "/api/v1/open"), 204);
}

TEST_F(DispatcherTest, SignedInCallersGet403Or404Or405) {
  caller_ = user_caller(std::nullopt);
  EXPECT_EQ(status(http::Method::get, "/api/v1/mine"), 204);
  EXPECT_EQ(status(http::Method::get, "/api/v1/users"), 403);
  EXPECT_EQ(status(http::Method::get, "/api/v1/nothing-here"), 404);
  EXPECT_EQ(status(http::Method::delete_, "/api/v1/mine"), 405);
}

TEST_F(DispatcherTest, AuditorsReadAndDoNotWrite) {
  caller_ = user_caller(PlatformRole::auditor);
  EXPECT_EQ(status(http::Method::get, "/api/v1/users"), 204);
  EXPECT_EQ(status(http::Method::post, "/api/v1/users"), 403);
}

TEST_F(DispatcherTest, OperatorRoutesDoNotExistForTheNetwork) {
  caller_ = user_caller(PlatformRole::owner);
  EXPECT_EQ(status(http::Method::post, "/api/v1/operator/tokens"), 404);
  http::Request request;
  request.method = http::Method::post;
  request.path = "/api/v1/operator/tokens";
  EXPECT_EQ(dispatcher_.dispatch_local(request).status, 204);
}

TEST_F(DispatcherTest, WritesByCookieMustComeFromOurOwnPages) {
  caller_ = user_caller(std::nullopt);
  EXPECT_EQ(status(http::Method::post, "/api/v1/mine"), 204);
  EXPECT_EQ(status(http::Method::post, "/api/v1/mine", ""), 403);
  EXPECT_EQ(status(http::Method::post, "/api/v1/mine", "https://evil.example"), 403);
  EXPECT_EQ(status(http::Method::post, "/api/v1/mine", "null"), 403);
  EXPECT_EQ(status(http::Method::get, "/api/v1/mine", "https://evil.example"), 204);
}

TEST_F(DispatcherTest, RoutesTakeWhatTheyDeclareAndNothingElse) {
  const auto send = [&](http::Method method, const char* path, const char* query, const char* body,
                        const char* type = "application/json") {
    http::Request request;
    request.method = method;
    request.path = path;
    request.query = query;
    request.body = body;
    if (*body != 0) request.headers.add("Content-Type", type);
    return dispatcher_.dispatch(request).status;
  };
  EXPECT_EQ(send(http::Method::post, "/api/v1/open", "", ""), 204);
  EXPECT_EQ(send(http::Method::post, "/api/v1/open", "", "{}"), 204);
  EXPECT_EQ(send(http::Method::post, "/api/v1/open", "", R"({"foo":1})"), 422);
  EXPECT_EQ(send(http::Method::post, "/api/v1/open", "", "foo", "image/png"), 415);
  EXPECT_EQ(send(http::Method::post, "/api/v1/open", "size=1", ""), 422);
  EXPECT_EQ(send(http::Method::put, "/api/v1/picture", "size=1", "foo", "image/png"), 204);
  EXPECT_EQ(send(http::Method::put, "/api/v1/picture", "size=1&size=2", "foo", "image/png"), 422);
}

TEST_F(DispatcherTest, RefusalsOfKnownCallersAreTold) {
  caller_ = user_caller(std::nullopt);
  (void)status(http::Method::get, "/api/v1/users");
  (void)status(http::Method::post, "/api/v1/operator/tokens");
  (void)status(http::Method::post, "/api/v1/mine", "https://evil.example");
  EXPECT_EQ(refusals_,
            (std::vector<std::string>{"/api/v1/users forbidden", "/api/v1/operator/tokens not_found",
                                      "/api/v1/mine origin_mismatch"}));
}

TEST_F(DispatcherTest, NothingElseIsTold) {
  (void)status(http::Method::get, "/api/v1/users");
  (void)status(http::Method::post, "/api/v1/open", "https://evil.example");
  caller_ = user_caller(PlatformRole::auditor);
  (void)status(http::Method::get, "/api/v1/users");
  (void)status(http::Method::get, "/api/v1/nothing-here");
  (void)status(http::Method::post, "/api/v1/nothing-here", "https://evil.example");
  (void)status(http::Method::delete_, "/api/v1/mine");
  EXPECT_TRUE(refusals_.empty());
}

TEST_F(DispatcherTest, SignInFromAForeignPageIsRefused) {
  EXPECT_EQ(status(http::Method::post, "/api/v1/open", "https://evil.example"), 403);
  EXPECT_EQ(status(http::Method::post, "/api/v1/open", ""), 204);
}

}  // namespace
}  // namespace gatehouse::server
