// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

/// A write of something whose version others may have moved on.
struct Write {
  Method method;
  std::string path;
  std::string body;
  std::string resource;  ///< whose GET names the version
};

class StaleWritesTest : public PlatformTest {
 protected:
  StaleWritesTest() {
    owner_ = add_user("owner@example.com", "administrator");
    local(Method::post, "/api/v1/apps", R"({"id":"orders","name":"Orders"})");
    cookie_ = signed_in("owner@example.com");
  }
  Answer send_if(const Write& write, const std::string& etag) {
    auto request = make_request(write.method, write.path, write.body);
    request.headers.add("Cookie", "__Host-gatehouse_session=" + cookie_);
    request.headers.add("Origin", kOrigin);
    request.headers.add("If-Match", etag);
    return send(std::move(request));
  }
  std::string etag_of(const std::string& resource) {
    return std::string(call(cookie_, Method::get, resource).response.headers.find("ETag").value_or(""));
  }
  std::string invite() {
    return "/api/v1/apps/orders/invitations/" +
           local(Method::post, "/api/v1/apps/orders/invitations", R"({"maxUses":2})").text("id");
  }
  std::string add_account() {
    return "/api/v1/service-accounts/" +
           local(Method::post, "/api/v1/service-accounts", R"({"name":"x"})").text("id");
  }
  std::size_t count_changes() {
    return local(Method::get, "/api/v1/audit-events?limit=500&outcome=success")
        .json.at("items")
        .as_array()
        .size();
  }

  std::string owner_, cookie_;
};

TEST_F(StaleWritesTest, AreRefusedAndDoNothing) {
  const std::string orders = "/api/v1/apps/orders";
  const auto account = add_account();
  const auto invitation = invite();
  // Deleting the app comes last.
  for (const Write& write :
       {Write{Method::post, orders + "/secret/rotate", "{}", orders},
        Write{Method::post, orders + "/permissions/decide", R"({"accept":["a"]})", orders},
        Write{Method::post, orders + "/sign-everybody-out", "", orders + "/policy"},
        Write{Method::delete_, invitation, "", invitation}, Write{Method::delete_, account, "", account},
        Write{Method::delete_, orders, "", orders}}) {
    SCOPED_TRACE(write.path);
    const auto before = count_changes();
    EXPECT_EQ(send_if(write, "\"v0\"").status(), 412);
    EXPECT_EQ(count_changes(), before);
    const auto etag = etag_of(write.resource);
    EXPECT_FALSE(etag.empty());
    EXPECT_LT(send_if(write, etag).status(), 300);
    EXPECT_EQ(count_changes(), before + 1);
  }
}

// The second of two who read the same: what they change lies beside the app's row.
TEST_F(StaleWritesTest, SecondDecisionOnTheSameVersionIsRefused) {
  const std::string orders = "/api/v1/apps/orders";
  for (const Write& write :
       {Write{Method::post, orders + "/permissions/decide", R"({"accept":["a"]})", orders},
        Write{Method::post, orders + "/secret/rotate", R"({"step":"prepare"})", orders}}) {
    SCOPED_TRACE(write.path);
    const auto etag = etag_of(write.resource);
    const auto first = send_if(write, etag);
    EXPECT_EQ(first.status(), 200);
    EXPECT_EQ(send_if(write, etag).status(), 412);
    EXPECT_EQ(first.response.headers.find("ETag"), etag_of(write.resource));
  }
}

TEST_F(StaleWritesTest, RefusedDecisionLeavesTheVersion) {
  const std::string orders = "/api/v1/apps/orders";
  const auto etag = etag_of(orders);
  const Write early = {Method::post, orders + "/secret/rotate", R"({"step":"activate"})", orders};
  EXPECT_EQ(send_if(early, etag).status(), 409);
  EXPECT_EQ(etag_of(orders), etag);
}

TEST_F(StaleWritesTest, InvitationThatWasSentAgainIsAnother) {
  const auto invitation = invite();
  const auto etag = etag_of(invitation);
  clock_.advance(std::chrono::seconds(1));
  EXPECT_EQ(local(Method::post, invitation + "/resend").status(), 200);
  EXPECT_EQ(send_if({Method::delete_, invitation, "", invitation}, etag).status(), 412);
  EXPECT_EQ(call(cookie_, Method::get, invitation).text("state"), "sent");
}

}  // namespace
}  // namespace gatehouse::server
