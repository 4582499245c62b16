// SPDX-License-Identifier: Apache-2.0
//
// A whole app and its platform: what revocations, role changes and the platform's absence mean for requests.
#include <filesystem>

#include <gtest/gtest.h>

#include "core/token/signing_key.h"
#include "gatehouse/app.h"
#include "sdk/cpp/src/sign_in/testing/browser.h"
#include "sdk/cpp/src/sign_in/testing/fake_platform.h"

namespace gatehouse::sdk {
namespace {

using namespace std::chrono_literals;
using testing::Browser;
using testing::FakePlatform;

constexpr const char* kSecret = "8f3c1d90b7a24e65c1d2f0a9e8b76543";

class OutageTest : public ::testing::Test {
 protected:
  OutageTest() {
    std::string name = std::filesystem::temp_directory_path() / "gatehouse-outage-XXXXXX";
    folder_ = ::mkdtemp(name.data());
    platform_.behaviour.session_id = "s1";
    platform_.behaviour.roles = {"Clerk"};
    platform_.behaviour.position = 100;
  }
  ~OutageTest() override {
    app_.reset();
    std::filesystem::remove_all(folder_);
  }

  void make_app(const std::function<void(AppOptions&)>& change = [](AppOptions&) {}) {
    app_.reset();
    AppOptions options{.schema = AppSchema::from_text(R"({"id":"orders","name":"Orders"})"),
                       .secret_key = kSecret,
                       .platform_url = platform_.url,
                       .base_url = "http://localhost:3000",
                       .state_dir = folder_,
                       .on_event = [this](const AppEvent& event) { note(event.code); },
                       .clock = [this] { return clock_.now(); }};
    change(options);
    app_.emplace(create_app(std::move(options)));
    const auto who = [](Request& req, Response& res) {
      res.json({{"id", req.user().id}, {"permissions", req.user().permissions}});
    };
    app_->get("/whoami", who);
    app_->get("/careful", fail_closed_after(30s), who);
    app_->get("/certain", ask_platform(), who);
    app_->serve_metrics();
  }
  /// As `listen`: only then the link is kept.
  void start() {
    app_->start();
    platform_.transmitter.wait_for_poll();
  }
  void lose_platform() {
    platform_.stop();
    while (metric("gatehouse_link_up") != "0") std::this_thread::yield();
  }
  std::string metric(const std::string& name) {
    const auto text = app_->metrics();
    const auto at = text.find('\n' + name + ' ') + name.size() + 2;
    return text.substr(at, text.find('\n', at) - at);
  }
  void sign_in(Browser& browser) {
    const auto begun = browser.get("/auth/sign-in?return_to=%2Fwhoami").header("Location").value_or("");
    const auto sent = http::parse_form(begun.substr(begun.find('?') + 1)).value();
    platform_.behaviour.nonce = sent.find("nonce").value();
    const auto back = "/auth/callback?code=c1&state=" + std::string(sent.find("state").value()) +
                      "&iss=" + http::percent_encode(platform_.url);
    ASSERT_EQ(browser.get(back).status, 303);
    ASSERT_EQ(browser.get("/whoami", script_).status, 200);
  }
  int ask(Browser& browser, const std::string& path = "/whoami") { return browser.get(path, script_).status; }
  int ask_as_bearer(const Browser& browser, const std::string& path = "/whoami") {
    return Browser(*app_).get(path, {{"Authorization", "Bearer " + browser.jar.at("jwtToken")}}).status;
  }
  void note(const std::string& code) {
    const std::lock_guard lock(mutex_);
    codes_.push_back(code);
  }
  std::string last_code() {
    const std::lock_guard lock(mutex_);
    return codes_.empty() ? "" : codes_.back();
  }
  Json policy(const std::vector<std::string>& clerk) const {
    return Json::object({{"version", ++version_},
                         {"algorithms", Json::array({"HS256"})},
                         {"role_permissions", Json::object({{"Clerk", Json(clerk)}})}});
  }

  FixedClock clock_{from_unix_seconds(1'795'428'900)};
  FakePlatform platform_{clock_};
  std::filesystem::path folder_;
  std::mutex mutex_;
  std::vector<std::string> codes_;
  Browser::Fields script_{{"Sec-Fetch-Mode", "cors"}};
  mutable int version_ = 0;
  std::optional<App> app_;
};

TEST_F(OutageTest, RevokedSessionIsRefusedThoughItsTokenWasRemembered) {
  make_app();
  start();
  Browser browser(*app_);
  sign_in(browser);
  EXPECT_EQ(ask_as_bearer(browser), 200);
  platform_.transmitter.wait_for_ack(platform_.transmitter.revoke_session("u1", "s1"));
  EXPECT_EQ(ask_as_bearer(browser), 401);
  EXPECT_EQ(last_code(), "revoked");
  platform_.behaviour.refresh_error = "invalid_grant";
  EXPECT_EQ(ask(browser), 401);
  EXPECT_TRUE(browser.jar.empty()) << "the platform confirms it";
  EXPECT_EQ(metric("gatehouse_revocations"), "1");
}

TEST_F(OutageTest, ChangedPermissionsActWithoutANewToken) {
  make_app();
  start();
  Browser browser(*app_);
  sign_in(browser);
  const auto permissions = [&] {
    return Json::parse(browser.get("/whoami", script_).body).at("permissions");
  };
  platform_.transmitter.wait_for_ack(platform_.transmitter.set_policy(policy({"orders:read"})));
  EXPECT_EQ(permissions(), Json::array({"orders:read"}));
  platform_.transmitter.wait_for_ack(
      platform_.transmitter.set_policy(policy({"orders:read", "orders:ship"})));
  EXPECT_EQ(permissions(), Json::array({"orders:read", "orders:ship"}));
  platform_.transmitter.wait_for_ack(platform_.transmitter.change_roles("u1", {}));
  EXPECT_EQ(permissions(), Json::array());
  EXPECT_EQ(platform_.refreshes, 0);
}

// DU-15
TEST_F(OutageTest, ADayWithoutThePlatformGivesRightVerdictsAndNobodyWaits) {
  make_app([](AppOptions& options) { options.offline_grace = 24h * 7; });
  start();
  Browser browser(*app_), revoked(*app_);
  sign_in(browser);
  platform_.behaviour.session_id = "s2";
  sign_in(revoked);
  platform_.transmitter.wait_for_ack(platform_.transmitter.revoke_session("u1", "s2"));
  lose_platform();
  for (int minute = 0; minute < 24 * 60; ++minute) {
    ASSERT_EQ(ask(browser), 200) << minute;
    ASSERT_EQ(ask(revoked), 401) << minute;
    ASSERT_EQ(ask_as_bearer(browser), minute <= 15 ? 200 : 401) << minute;
    clock_.advance(1min);
  }
  EXPECT_EQ(platform_.refreshes, 0) << "nobody tried";
  EXPECT_EQ(app_->staleness(), 24h);
}

TEST_F(OutageTest, GraceEndsWithItsLimit) {
  make_app([](AppOptions& options) { options.offline_grace = 1h; });
  start();
  Browser browser(*app_);
  sign_in(browser);
  clock_.advance(10min);
  lose_platform();
  clock_.advance(49min);
  EXPECT_EQ(ask(browser), 200);
  clock_.advance(2min);
  EXPECT_EQ(ask(browser), 401);
  EXPECT_EQ(last_code(), "offline_grace_over");
}

TEST_F(OutageTest, NoGraceWhereThereIsNone) {
  make_app([](AppOptions& options) { options.offline_grace = 0s; });
  start();
  Browser browser(*app_);
  sign_in(browser);
  lose_platform();
  clock_.advance(14min);
  EXPECT_EQ(ask(browser), 200);
  clock_.advance(2min);
  EXPECT_EQ(ask(browser), 401);
}

TEST_F(OutageTest, GraceNeedsTheSealedCookieOfTheSameUser) {
  make_app();
  start();
  Browser browser(*app_);
  sign_in(browser);
  lose_platform();
  clock_.advance(20min);
  Browser thief(*app_);
  thief.jar["jwtToken"] = browser.jar.at("jwtToken");
  EXPECT_EQ(ask(thief), 401) << "a stolen token that has ended is worth nothing";
  EXPECT_EQ(ask(browser), 200);
}

TEST_F(OutageTest, RefusalByThePlatformIsNoOutage) {
  make_app();
  start();
  Browser browser(*app_);
  sign_in(browser);
  clock_.advance(20min);
  platform_.behaviour.refresh_error = "invalid_grant";
  EXPECT_EQ(ask(browser), 401);
  EXPECT_EQ(last_code(), "session_ended");
}

// DU-15
TEST_F(OutageTest, RestartInAnOutageStartsFromTheDisk) {
  make_app();
  start();
  Browser browser(*app_), revoked(*app_);
  sign_in(browser);
  platform_.behaviour.session_id = "s2";
  sign_in(revoked);
  platform_.transmitter.wait_for_ack(platform_.transmitter.revoke_session("u1", "s2"));
  lose_platform();
  const auto jar = browser.jar, revoked_jar = revoked.jar;
  make_app();
  app_->start();
  Browser after(*app_), revoked_after(*app_);
  after.jar = jar;
  revoked_after.jar = revoked_jar;
  EXPECT_EQ(ask(after), 200);
  EXPECT_EQ(ask(revoked_after), 401);
  clock_.advance(1h);
  EXPECT_EQ(ask(after), 200) << "grace, counted from before the restart";
  EXPECT_EQ(ask(revoked_after), 401);
  clock_.advance(3h);
  EXPECT_EQ(ask(after), 401);
}

TEST_F(OutageTest, RestartWithoutAStateGivesNoGrace) {
  make_app();
  start();
  Browser browser(*app_);
  sign_in(browser);
  lose_platform();
  const auto jar = browser.jar;
  make_app([](AppOptions& options) { options.state_dir = "none"; });
  app_->start();
  Browser after(*app_);
  after.jar = jar;
  EXPECT_EQ(ask(after), 200) << "its token still holds";
  clock_.advance(20min);
  EXPECT_EQ(ask(after), 401);
}

TEST_F(OutageTest, GreatestStalenessClosesTheApp) {
  make_app([](AppOptions& options) { options.greatest_staleness = 10min; });
  start();
  Browser browser(*app_);
  sign_in(browser);
  lose_platform();
  clock_.advance(9min);
  EXPECT_EQ(ask(browser), 200);
  clock_.advance(2min);
  const auto response = browser.get("/whoami", script_);
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.header("Retry-After"), "5");
  EXPECT_EQ(ask(browser, "/metrics"), 200) << "public";
}

TEST_F(OutageTest, OneRouteMayBeStricter) {
  make_app();
  start();
  Browser browser(*app_);
  sign_in(browser);
  EXPECT_EQ(ask(browser, "/careful"), 200);
  lose_platform();
  clock_.advance(31s);
  EXPECT_EQ(ask(browser, "/careful"), 503);
  EXPECT_EQ(ask(browser), 200);
  EXPECT_THROW(fail_closed_after(29s), StartError);
}

TEST_F(OutageTest, OneRouteMayAskThePlatform) {
  make_app();
  start();
  Browser browser(*app_);
  sign_in(browser);
  EXPECT_EQ(ask(browser, "/certain"), 200);
  EXPECT_EQ(ask(browser, "/certain"), 200);
  EXPECT_EQ(platform_.introspections, 1) << "remembered for two seconds";
  platform_.behaviour.is_active = false;
  clock_.advance(3s);
  EXPECT_EQ(ask(browser, "/certain"), 401);
  EXPECT_EQ(ask(browser), 200);
  lose_platform();
  clock_.advance(3s);
  EXPECT_EQ(ask(browser, "/certain"), 503);
}

TEST_F(OutageTest, MetricsSayHowStaleItIs) {
  make_app();
  start();
  EXPECT_EQ(metric("gatehouse_link_up"), "1");
  EXPECT_EQ(metric("gatehouse_state_saved"), "1");
  lose_platform();
  clock_.advance(90s);
  EXPECT_EQ(metric("gatehouse_link_staleness_seconds"), "90");
  const auto response = Browser(*app_).get("/metrics");
  EXPECT_EQ(response.header("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_NE(response.body.find("# TYPE gatehouse_link_up gauge"), response.body.npos);
}

TEST_F(OutageTest, OptionsOutOfRangeAreNamed) {
  const auto problem = [&](const std::function<void(AppOptions&)>& change) -> std::string {
    try {
      make_app(change);
    } catch (const StartError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(problem([](AppOptions& options) { options.offline_grace = 8 * 24h; }),
            "offline_grace: must be from 0 to 7 days");
  EXPECT_EQ(problem([](AppOptions& options) { options.greatest_staleness = 10s; }),
            "greatest_staleness: must be at least 30 seconds");
}

class BackChannelLogoutTest : public OutageTest {
 protected:
  [[nodiscard]] Json claims() const {
    return Json{
        {"iss", platform_.url},
        {"aud", "orders"},
        {"iat", to_unix_seconds(clock_.now())},
        {"exp", to_unix_seconds(clock_.now()) + 120},
        {"jti", "j" + std::to_string(++issued_)},
        {"sid", "s1"},
        {"sub", "u1"},
        {"events", Json::object({{"http://schemas.openid.net/event/backchannel-logout", Json::object()}})}};
  }
  TestResponse send(const std::string& token) {
    return app_->handle({.method = "POST",
                         .target = "/auth/backchannel-logout",
                         .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                         .body = "logout_token=" + token});
  }
  std::string sign(const Json& claims, std::string_view type = token::token_type::kLogoutToken) const {
    return platform_.sign(type, claims);
  }
  mutable int issued_ = 0;
};

TEST_F(BackChannelLogoutTest, EndsTheSession) {
  make_app();
  Browser browser(*app_);
  sign_in(browser);
  const auto response = send(sign(claims()));
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(response.header("Cache-Control"), "no-store");
  EXPECT_EQ(ask_as_bearer(browser), 401);
}

TEST_F(BackChannelLogoutTest, WithoutASessionEndsAllOfTheUserIssuedSoFar) {
  make_app();
  Browser browser(*app_);
  sign_in(browser);
  auto all = claims();
  all.set("sid", Json());
  auto members = Json::object();
  for (const auto& [name, value] : all.as_object()) {
    if (name != "sid") members.set(name, value);
  }
  EXPECT_EQ(send(sign(members)).status, 204);
  EXPECT_EQ(ask_as_bearer(browser), 401);
  clock_.advance(1s);
  Browser again(*app_);
  sign_in(again);
}

// LO-04
TEST_F(BackChannelLogoutTest, WhatIsNoLogoutTokenIsRefused) {
  make_app();
  Browser browser(*app_);
  sign_in(browser);
  const auto refused = [&](const std::string& token) {
    const auto response = send(token);
    EXPECT_EQ(response.header("Cache-Control"), "no-store");
    return response.status == 400 && ask_as_bearer(browser) == 200;
  };
  auto with_nonce = claims(), without_events = claims(), other_app = claims(), expired = claims(),
       other_event = claims();
  with_nonce.set("nonce", "n");
  without_events.set("events", Json::object());
  other_event.set("events", Json::object({{"urn:other", Json::object()}}));
  other_app.set("aud", "billing");
  expired.set("iat", to_unix_seconds(clock_.now()) - 600).set("exp", to_unix_seconds(clock_.now()) - 300);
  EXPECT_TRUE(refused(sign(with_nonce)));
  EXPECT_TRUE(refused(sign(without_events)));
  EXPECT_TRUE(refused(sign(other_event)));
  EXPECT_TRUE(refused(sign(other_app)));
  EXPECT_TRUE(refused(sign(expired)));
  EXPECT_TRUE(refused(sign(claims(), token::token_type::kIdToken))) << "an ID token's typ";
  EXPECT_TRUE(refused(sign(claims(), token::token_type::kSecurityEventToken)));
  EXPECT_TRUE(refused(token::SigningKey::hs256(SecretString(kSecret))
                          .sign(token::token_type::kLogoutToken, claims().to_text())))
      << "another algorithm";
  EXPECT_TRUE(refused(""));
  EXPECT_EQ(app_->handle({.method = "GET", .target = "/auth/backchannel-logout"}).status, 405);
}

// LO-04
TEST_F(BackChannelLogoutTest, ReplayIsRefused) {
  make_app();
  const auto token = sign(claims());
  EXPECT_EQ(send(token).status, 204);
  EXPECT_EQ(send(token).status, 400);
  EXPECT_EQ(last_code(), "replayed");
}

}  // namespace
}  // namespace gatehouse::sdk
