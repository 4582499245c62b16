// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "core/http/form.h"
#include "server/storage/waiting_requests.h"
#include "tests/oidc/provider.h"

namespace gatehouse::server {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using waiting_requests::kMostFromAddress;
using waiting_requests::kMostOfApp;

/// Requests that anybody may leave for an app that has no secret.
class WaitingLimitTest : public OidcTest {
 protected:
  WaitingLimitTest() {
    for (const char* id : {"orders", "other"})
      provider_.change_app(id, [](App& app) { app.client_type = ClientType::public_; });
  }
  http::Response send(const char* path, const Parameters& form, const std::string& address) {
    http::Request request;
    request.method = http::Method::post;
    request.path = path;
    request.headers.set("Content-Type", "application/x-www-form-urlencoded");
    for (const auto& [name, value] : form)
      request.body += (request.body.empty() ? "" : "&") + name + '=' + http::percent_encode(value);
    request.client_address = address;
    return provider_.send(std::move(request));
  }
  http::Response push(const std::string& address = "192.0.2.1") {
    return send("/oauth2/par", provider_.authorization_request(), address);
  }
  http::Response begin(const std::string& address = "192.0.2.1", const std::string& app = "orders") {
    return send("/oauth2/device_authorization", {{"client_id", app}}, address);
  }
  /// As many of an app as may wait; each from an address of its own, unless told otherwise.
  void fill(const std::string& table, std::int64_t count, const std::string& address = "") {
    const bool is_pushed = table == "pushed_requests";
    const auto expires_at = provider_.clock.now() + (is_pushed ? seconds(60) : seconds(minutes(10)));
    provider_.write([&](sql::Connection& connection) {
      for (std::int64_t i = 0; i < count; ++i) {
        const auto name = std::to_string(i);
        const auto from = address.empty() ? "host-" + name : address;
        if (is_pushed) {
          connection.query(
              "insert into pushed_requests (uri_hash, app_id, parameters, client_address, expires_at) "
              "values (?, 'orders', '', ?, ?)",
              as_bytes(name), from, expires_at);
        } else {
          connection.query(
              "insert into device_requests (device_hash, user_code, app_id, scope, poll_interval, "
              "created_at, "
              "client_address, expires_at) values (?, ?, 'orders', '', 5, 0, ?, ?)",
              as_bytes(name), name, from, expires_at);
        }
      }
    });
  }
  static void expect_refused(const http::Response& response, const std::string& retry_after) {
    EXPECT_EQ(response.status, 429);
    EXPECT_EQ(text_of(json_of(response), "error"), "temporarily_unavailable");
    EXPECT_EQ(response.headers.find("Retry-After").value_or(""), retry_after);
  }
};

TEST_F(WaitingLimitTest, SoManyPushedRequestsOfAnAppWait) {
  fill("pushed_requests", kMostOfApp - 1);
  EXPECT_EQ(push().status, 201);
  const auto events = provider_.count("audit_events");
  provider_.clock.advance(seconds(10));
  expect_refused(push(), "50");
  EXPECT_EQ(provider_.count("pushed_requests"), kMostOfApp);
  EXPECT_EQ(provider_.count("audit_events"), events);
  provider_.clock.advance(seconds(50));
  EXPECT_EQ(push().status, 201);  // none of the others counts any more
}

TEST_F(WaitingLimitTest, SoManyPushedRequestsOfAnAddressWait) {
  fill("pushed_requests", kMostFromAddress, "192.0.2.1");
  expect_refused(push(), "60");
  EXPECT_EQ(push("192.0.2.2").status, 201);
  provider_.clock.advance(seconds(60));
  EXPECT_EQ(push().status, 201);
}

TEST_F(WaitingLimitTest, SoManyDevicesOfAnAppWait) {
  fill("device_requests", kMostOfApp - 1);
  EXPECT_EQ(begin().status, 200);
  const auto events = provider_.count("audit_events");
  expect_refused(begin(), "600");
  EXPECT_EQ(provider_.count("device_requests"), kMostOfApp);
  EXPECT_EQ(provider_.count("audit_events"), events);
  EXPECT_EQ(begin("192.0.2.1", "other").status, 200);
  provider_.clock.advance(minutes(10));
  EXPECT_EQ(begin().status, 200);
}

TEST_F(WaitingLimitTest, SoManyDevicesOfAnAddressWaitWhateverTheApp) {
  fill("device_requests", kMostFromAddress, "192.0.2.1");
  expect_refused(begin(), "600");
  expect_refused(begin("192.0.2.1", "other"), "600");
  EXPECT_EQ(begin("192.0.2.2").status, 200);
}

TEST_F(WaitingLimitTest, NetworkThatIsGivenToOneCustomerIsOneAddress) {
  fill("device_requests", kMostFromAddress, "2001:db8::");
  expect_refused(begin("2001:db8::1"), "600");
  EXPECT_EQ(begin("2001:db8:0:1::1").status, 200);
}

// All people of such an app come from the address of its server.
TEST_F(WaitingLimitTest, AppThatAuthenticatesIsCountedAsAWhole) {
  provider_.change_app("orders", [](App& app) { app.client_type = ClientType::confidential; });
  fill("pushed_requests", kMostFromAddress, "192.0.2.1");
  const auto form = with(provider_.authorization_request(), {{"client_secret", std::string(kOrdersSecret)}});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(send("/oauth2/par", form, "192.0.2.1").status, 201);
  const auto from = provider_.database->read([](sql::Connection& connection) {
    return connection.query("select count(*) from pushed_requests where client_address = '192.0.2.1'")[0]
        .get<std::int64_t>(0);
  });
  EXPECT_EQ(from, kMostFromAddress);
}

}  // namespace
}  // namespace gatehouse::server
