// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

/// Contract, section 4: 401 before anything else, then 403 or 404, then 422.
class MissingFirstTest : public PlatformTest {
 protected:
  MissingFirstTest() {
    add_user("owner@example.com", "administrator");
    ada_ = add_user("ada@example.com");
    mia_ = add_user("mia@example.com");
    local(Method::post, "/api/v1/apps", R"({"id":"orders","name":"Orders"})");
    local(Method::put, "/api/v1/apps/orders/managers/" + mia_);
    cookie_ = signed_in("owner@example.com");
  }
  int status(Method method, const std::string& target, const std::string& body = "") {
    return call(cookie_, method, target, body).status();
  }
  static constexpr const char* kUnknown = R"({"unknown":1})";

  std::string ada_, mia_, cookie_;
};

TEST_F(MissingFirstTest, UnknownParametersOfWhatIsNotThereAre404) {
  EXPECT_EQ(status(Method::get, "/api/v1/apps/none/roles?bogus=1"), 404);
  EXPECT_EQ(status(Method::get, "/api/v1/apps/none?bogus=1"), 404);
  EXPECT_EQ(status(Method::get, "/api/v1/users/none?bogus=1"), 404);
  EXPECT_EQ(status(Method::get, "/api/v1/users/none/sessions?limit=0"), 404);
  EXPECT_EQ(status(Method::get, "/api/v1/apps/orders/roles/none?bogus=1"), 404);
  EXPECT_EQ(call(cookie_, Method::get, "/api/v1/apps/none?bogus=1").response.body,
            call(cookie_, Method::get, "/api/v1/apps/none").response.body);
}

TEST_F(MissingFirstTest, UnknownFieldsForWhatIsNotThereAre404) {
  EXPECT_EQ(status(Method::post, "/api/v1/apps/none/roles", kUnknown), 404);
  EXPECT_EQ(status(Method::patch, "/api/v1/apps/none", kUnknown), 404);
  EXPECT_EQ(status(Method::delete_, "/api/v1/apps/none", kUnknown), 404);
  EXPECT_EQ(status(Method::patch, "/api/v1/users/none", kUnknown), 404);
  EXPECT_EQ(status(Method::post, "/api/v1/users/none/disable", kUnknown), 404);
  EXPECT_EQ(status(Method::put, "/api/v1/apps/none/members/" + ada_, kUnknown), 404);
  EXPECT_EQ(status(Method::patch, "/api/v1/apps/orders/roles/none", kUnknown), 404);
  EXPECT_EQ(status(Method::post, "/api/v1/apps/none/roles", "{"), 404);
}

TEST_F(MissingFirstTest, WhatIsThereIsStill422) {
  EXPECT_EQ(status(Method::get, "/api/v1/apps/orders/roles?bogus=1"), 422);
  EXPECT_EQ(status(Method::get, "/api/v1/users/" + ada_ + "?bogus=1"), 422);
  EXPECT_EQ(status(Method::patch, "/api/v1/users/" + ada_, kUnknown), 422);
  EXPECT_EQ(status(Method::post, "/api/v1/apps/orders/roles", kUnknown), 422);
  EXPECT_EQ(status(Method::post, "/api/v1/users/bulk", kUnknown), 422);
  // Who is no member yet is made one by this.
  EXPECT_EQ(status(Method::put, "/api/v1/apps/orders/members/" + ada_, kUnknown), 422);
}

TEST_F(MissingFirstTest, StrangersAre401AndThoseWithoutTheRight403) {
  EXPECT_EQ(call("", Method::get, "/api/v1/apps/none?bogus=1").status(), 401);
  const auto ada = signed_in("ada@example.com");
  EXPECT_EQ(call(ada, Method::get, "/api/v1/apps/none?bogus=1").status(), 403);
  EXPECT_EQ(call(ada, Method::get, "/api/v1/apps/orders?bogus=1").status(), 403);
  const auto mia = signed_in("mia@example.com");
  EXPECT_EQ(call(mia, Method::get, "/api/v1/apps/none?bogus=1").status(), 404);
  EXPECT_EQ(call(mia, Method::get, "/api/v1/apps/orders?bogus=1").status(), 422);
}

}  // namespace
}  // namespace gatehouse::server
