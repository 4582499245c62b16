// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

/// What routes do for callers, taken from the table itself: a new route is tested by being there.
class AccessMatrixTest : public PlatformTest {
 protected:
  AccessMatrixTest() {
    add_user("owner@example.com", "administrator");
    add_user("auditor@example.com", "auditor");
    add_user("ada@example.com");
    const auto off = add_user("off@example.com");
    owner_ = signed_in("owner@example.com");
    auditor_ = signed_in("auditor@example.com");
    user_ = signed_in("ada@example.com");
    disabled_ = signed_in("off@example.com");
    local(http::Method::post, "/api/v1/users/" + off + "/disable");
  }

  static std::string fill(std::string pattern) {
    for (auto open = pattern.find('{'); open != std::string::npos; open = pattern.find('{')) {
      pattern.replace(open, pattern.find('}') - open + 1, "none");
    }
    return pattern;
  }

  /// A body that no route accepts, so that nothing is changed whoever calls.
  Answer probe(const Route& route, const std::string& cookie) {
    const bool reads = route.method == http::Method::get;
    return call(cookie, route.method, fill(route.path), reads ? "" : R"({"unknown-field":1})");
  }

  std::string owner_, auditor_, user_, disabled_;
};

TEST_F(AccessMatrixTest, EveryRouteKeepsOutWhoMayNot) {
  int checked = 0;
  for (const auto& route : application_->routes()) {
    if (!route.path.starts_with("/api/")) continue;
    SCOPED_TRACE(std::string(http::to_text(route.method)) + " " + route.path);
    const auto judge = [&](PlatformRole role) {
      sessions::SessionAndUser found;
      found.user.platform_role = role;
      return route.access.judge(Caller::user(found)) == Access::Verdict::allowed;
    };
    if (!route.access.is_public()) {
      EXPECT_EQ(probe(route, "").status(), 401);
      EXPECT_EQ(probe(route, disabled_).status(), 401);
      EXPECT_EQ(probe(route, std::string(43, 'A')).status(), 401);
      ++checked;
    }
    if (route.access.is_local_only()) {
      EXPECT_EQ(probe(route, owner_).status(), 404);
      EXPECT_EQ(probe(route, user_).status(), 404);
      continue;
    }
    const bool for_all_users = route.access.judge(Caller::user({})) == Access::Verdict::allowed;
    if (!for_all_users) {
      EXPECT_EQ(probe(route, user_).status(), 403);
    }
    if (!judge(PlatformRole::auditor)) {
      EXPECT_EQ(probe(route, auditor_).status(), 403);
    }
    if (judge(PlatformRole::owner)) {
      const auto status = probe(route, owner_).status();
      EXPECT_NE(status, 401);
      EXPECT_NE(status, 403);
    }
  }
  EXPECT_GT(checked, 20);
}

TEST_F(AccessMatrixTest, EveryCookieWriteFromElsewhereIsRefused) {
  for (const auto& route : application_->routes()) {
    if (!route.path.starts_with("/api/") || route.method == http::Method::get) continue;
    SCOPED_TRACE(std::string(http::to_text(route.method)) + " " + route.path);
    for (const char* origin : {"", "null", "https://evil.example", "http://auth.example.com"}) {
      auto request = make_request(route.method, fill(route.path), "{}");
      request.headers.add("Cookie", "__Host-gatehouse_session=" + owner_);
      if (*origin != 0) request.headers.add("Origin", origin);
      EXPECT_EQ(send(request).status(), 403) << origin;
    }
  }
}

TEST_F(AccessMatrixTest, ApiIsDescribedWhole) {
  const auto api = call("", http::Method::get, "/api/v1/openapi.json");
  EXPECT_EQ(api.status(), 200);
  for (const auto& route : application_->routes()) {
    if (!route.path.starts_with("/api/")) continue;
    const auto* path = api.json.at("paths").as_object().if_contains(route.path);
    EXPECT_EQ(path != nullptr, !route.access.is_local_only()) << route.path;
    EXPECT_FALSE(route.summary.empty()) << route.path;
  }
}

TEST_F(AccessMatrixTest, MetricsAreNotForEverybody) {
  EXPECT_EQ(call("", http::Method::get, "/metrics").status(), 401);
  EXPECT_EQ(call(user_, http::Method::get, "/metrics").status(), 403);
  const auto metrics = call(auditor_, http::Method::get, "/metrics");
  EXPECT_EQ(metrics.status(), 200);
  EXPECT_NE(metrics.response.body.find("gatehouse_http_responses_total{status=\"2xx\"}"), std::string::npos);
}

TEST_F(AccessMatrixTest, UnknownAddressesAre401ThenAre404) {
  EXPECT_EQ(call("", http::Method::get, "/api/v1/nothing").status(), 401);
  EXPECT_EQ(call(user_, http::Method::get, "/api/v1/nothing").status(), 404);
}

}  // namespace
}  // namespace gatehouse::server
