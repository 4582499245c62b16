// SPDX-License-Identifier: Apache-2.0
#include "gatehouse/middlewares.h"

#include <gtest/gtest.h>

#include "gatehouse/env.h"
#include "sdk/cpp/src/exchange.h"

namespace gatehouse {
namespace {

using namespace std::chrono_literals;

class MiddlewareTest : public testing::Test {
 protected:
  /// The answer's status; 200 when the middleware let the request pass.
  int run(const Middleware& middleware) {
    Request::Context context{.http = http_, .clock = clock_};
    context.user = std::make_shared<const User>(user_);
    state_ = {};
    Request req(context);
    Response res(state_);
    sdk::run_middleware(middleware, req, res, [&] {
      permissions_ = req.user().permissions;
      res.json({{"ok", true}});
    });
    return res.status_code();
  }

  FixedClock clock_{from_unix_seconds(1'000'000)};
  http::Request http_{.path = "/orders", .client_address = "192.0.2.7", .request_id = "r1"};
  User user_{.id = "u1", .roles = {"clerk"}, .permissions = {"orders:read"}, .session_id = "s1"};
  Response::State state_;
  std::vector<std::string> permissions_;
};

TEST_F(MiddlewareTest, RolesNeedOneOfThem) {
  EXPECT_EQ(run(require_roles({"admin", "clerk"})), 200);
  EXPECT_EQ(run(require_roles({"admin"})), 403);
  EXPECT_EQ(run(require_roles({})), 403);
  EXPECT_EQ(state_.http.body, R"({"error":"Your role does not allow this"})");
}

TEST_F(MiddlewareTest, PermissionsNeedAllOfThem) {
  EXPECT_EQ(run(require_permissions({"orders:read"})), 200);
  EXPECT_EQ(run(require_permissions({"orders:read", "orders:delete"})), 403);
  EXPECT_EQ(state_.http.body, R"({"error":"You need the permission orders:delete"})");
  user_.permissions = {"orders:rea"};
  EXPECT_EQ(run(require_permissions({"orders:read"})), 403);
}

TEST_F(MiddlewareTest, SecondFactorMustBeThereAndFresh) {
  const auto guard = require_second_factor(5min);
  EXPECT_EQ(run(guard), 403);
  user_.authenticated_at = std::chrono::sys_seconds(1'000'000s);
  user_.authentication_methods = {"pwd"};
  EXPECT_EQ(run(guard), 403);
  user_.authentication_methods = {"pwd", "otp"};
  EXPECT_EQ(run(guard), 200);
  clock_.advance(5min);
  EXPECT_EQ(run(guard), 200);
  clock_.advance(1s);
  EXPECT_EQ(run(guard), 403);
  EXPECT_EQ(state_.http.headers.find("WWW-Authenticate"),
            "Bearer error=\"insufficient_user_authentication\", max_age=300");
}

TEST_F(MiddlewareTest, AddressMustBeInARange) {
  EXPECT_EQ(run(ip_allowlist({"192.0.2.7"})), 200);
  EXPECT_EQ(run(ip_allowlist({"10.0.0.0/8", "192.0.2.0/29"})), 200);
  EXPECT_EQ(run(ip_allowlist({"192.0.2.0/30"})), 403);
  EXPECT_EQ(run(ip_allowlist({"::ffff:192.0.2.0/120"})), 200);
  EXPECT_EQ(run(ip_allowlist({"2001:db8::/32"})), 403);
  EXPECT_EQ(run(ip_allowlist({"0.0.0.0/0"})), 200);
  http_.client_address = "2001:db8::1";
  EXPECT_EQ(run(ip_allowlist({"2001:db8::/32"})), 200);
  EXPECT_EQ(run(ip_allowlist({"0.0.0.0/0"})), 403);
  http_.client_address = "nonsense";
  EXPECT_EQ(run(ip_allowlist({"0.0.0.0/0", "::/0"})), 403);
}

TEST_F(MiddlewareTest, UnreadableRangeIsRefusedAtStart) {
  for (const auto* range : {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "::1/129", "office"}) {
    EXPECT_THROW(ip_allowlist({range}), StartError) << range;
  }
}

TEST_F(MiddlewareTest, RateIsLimitedForEachUser) {
  const auto guard = rate_limit({.requests = 60, .per = 60s, .burst = 3});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(run(guard), 200);
  EXPECT_EQ(run(guard), 429);
  EXPECT_EQ(state_.http.headers.find("Retry-After"), "1");
  user_.id = "u2";
  EXPECT_EQ(run(guard), 200);
  user_.id = "u1";
  clock_.advance(1s);
  EXPECT_EQ(run(guard), 200);
  EXPECT_EQ(run(guard), 429);
}

TEST_F(MiddlewareTest, RateOverALongTimeIsExact) {
  const auto guard = rate_limit({.requests = 10, .per = 1s, .burst = 5});
  int admitted = 0;
  for (int i = 0; i < 6000; ++i, clock_.advance(10ms)) admitted += run(guard) == 200;
  EXPECT_NEAR(admitted, 600 + 5, 12);
}

TEST_F(MiddlewareTest, DynamicPermissionsReplaceThoseOfTheToken) {
  EXPECT_EQ(run(chain({dynamic_permissions([](const Request& req) {
                         return std::vector<std::string>{"of:" + req.user().id};
                       }),
                       require_permissions({"of:u1"})})),
            200);
  EXPECT_EQ(permissions_, std::vector<std::string>{"of:u1"});
  EXPECT_EQ(run(dynamic_permissions(
                [](const Request&) -> std::vector<std::string> { throw std::runtime_error("x"); })),
            500);
}

TEST_F(MiddlewareTest, AuditSeesWhatWasAnswered) {
  std::vector<AuditRecord> records;
  const auto audit = audit_log([&](const AuditRecord& record) { records.push_back(record); });
  run(audit);
  run(chain({audit, require_roles({"admin"})}));
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].status, 200);
  EXPECT_EQ(records[0].user_id, "u1");
  EXPECT_EQ(records[0].path, "/orders");
  EXPECT_EQ(records[1].status, 403);
}

}  // namespace
}  // namespace gatehouse
