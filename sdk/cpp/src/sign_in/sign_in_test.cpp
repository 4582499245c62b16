// SPDX-License-Identifier: Apache-2.0
#include <thread>

#include <gtest/gtest.h>

#include "core/base/base64url.h"
#include "core/crypto/sha256.h"
#include "gatehouse/app.h"
#include "sdk/cpp/src/sign_in/testing/browser.h"
#include "sdk/cpp/src/sign_in/testing/fake_platform.h"

namespace gatehouse::sdk {
namespace {

using namespace std::chrono_literals;
using testing::Browser;
using testing::FakePlatform;

constexpr const char* kSecret = "8f3c1d90b7a24e65c1d2f0a9e8b76543";

class SignInTest : public ::testing::Test {
 protected:
  void SetUp() override { make_app(); }
  void make_app(const std::string& secret = kSecret, const std::string& base_url = "") {
    app_.emplace(create_app({.schema = AppSchema::from_text(R"({"id":"orders","name":"Orders"})"),
                             .secret_key = secret,
                             .platform_url = platform_.url,
                             .base_url = base_url,
                             .on_event = [this](const AppEvent& event) { note(event.code); },
                             .clock = [this] { return clock_.now(); }}));
    app_->get("/whoami", [](Request& req, Response& res) { res.json({{"id", req.user().id}}); });
  }
  void note(const std::string& code) {
    const std::lock_guard lock(mutex_);
    codes_.push_back(code);
  }
  [[nodiscard]] std::string last_code() {
    const std::lock_guard lock(mutex_);
    return codes_.empty() ? "" : codes_.back();
  }

  /// Begins at `/auth/sign-in` and returns the parameters that the platform was sent.
  http::FormParameters begin(Browser& browser, const std::string& query = "?return_to=%2Fwhoami") {
    const auto response = browser.get("/auth/sign-in" + query);
    EXPECT_EQ(response.status, 303) << response.body;
    const auto location = response.header("Location").value_or("");
    EXPECT_TRUE(location.starts_with(platform_.url + "/authorize?")) << location;
    auto sent = http::parse_form(location.substr(location.find('?') + 1)).value();
    platform_.behaviour.nonce = sent.find("nonce").value();
    return sent;
  }
  std::string callback(const http::FormParameters& sent) const {
    return "/auth/callback?code=c1&state=" + std::string(sent.find("state").value()) +
           "&iss=" + http::percent_encode(platform_.url);
  }
  void sign_in(Browser& browser) {
    ASSERT_EQ(browser.get(callback(begin(browser))).status, 303);
    ASSERT_EQ(browser.get("/whoami").status, 200);
  }
  /// That the callback refuses and signs nobody in.
  void expect_refused(const std::string& code, int status = 400) {
    Browser browser(*app_);
    const auto response = browser.get(callback(begin(browser)));
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(last_code(), code);
    EXPECT_FALSE(browser.jar.contains("jwtToken"));
  }

  FixedClock clock_{from_unix_seconds(1'795'428'900)};
  FakePlatform platform_{clock_};
  std::mutex mutex_;
  std::vector<std::string> codes_;
  std::optional<App> app_;
};

TEST_F(SignInTest, BeginsWithStateNonceAndPkce) {
  Browser browser(*app_);
  const auto sent = begin(browser);
  EXPECT_EQ(sent.find("response_type"), "code");
  EXPECT_EQ(sent.find("client_id"), "orders");
  EXPECT_EQ(sent.find("redirect_uri"), "http://localhost:3000/auth/callback");
  EXPECT_EQ(sent.find("scope"), "openid profile email offline_access");
  EXPECT_EQ(sent.find("code_challenge_method"), "S256");
  EXPECT_EQ(sent.find("state")->size(), 43u);
  EXPECT_EQ(sent.find("nonce")->size(), 43u);
  const auto again = begin(browser);
  EXPECT_NE(sent.find("state"), again.find("state"));
  EXPECT_NE(sent.find("nonce"), again.find("nonce"));
  EXPECT_EQ(browser.jar.size(), 2u);
}

TEST_F(SignInTest, CompletesAndComesBackToWhereItBegan) {
  Browser browser(*app_);
  const auto refused = browser.get("/whoami?x=1");
  EXPECT_EQ(refused.status, 303);
  EXPECT_EQ(refused.header("Location"), "/auth/sign-in?return_to=%2Fwhoami%3Fx%3D1");
  const auto sent = begin(browser, "?return_to=%2Fwhoami%3Fx%3D1");
  const auto done = browser.get(callback(sent));
  EXPECT_EQ(done.status, 303);
  EXPECT_EQ(done.header("Location"), "/whoami?x=1");
  EXPECT_EQ(browser.get("/whoami").body, R"({"id":"u1"})");
  EXPECT_EQ(browser.jar.size(), 2u) << "the attempt's cookie is gone";

  EXPECT_EQ(platform_.last_form.find("code"), "c1");
  EXPECT_EQ(platform_.last_form.find("redirect_uri"), sent.find("redirect_uri"));
  EXPECT_EQ(platform_.last_authorization, "Basic b3JkZXJzOjhmM2MxZDkwYjdhMjRlNjVjMWQyZjBhOWU4Yjc2NTQz");
  EXPECT_EQ(encode_base64url(crypto::sha256(as_bytes(platform_.last_form.find("code_verifier").value()))),
            sent.find("code_challenge"));
}

TEST_F(SignInTest, CookiesAreOutOfReachOfScripts) {
  Browser browser(*app_);
  const auto response = browser.get(callback(begin(browser)));
  int seen = 0;
  for (const auto& [name, value] : response.headers) {
    if (name != "Set-Cookie" || value.find("Max-Age=0") != value.npos) continue;
    ++seen;
    EXPECT_NE(value.find("; HttpOnly"), value.npos);
    EXPECT_NE(value.find("; SameSite=Lax"), value.npos);
    EXPECT_EQ(value.find("refresh-1"), value.npos);
  }
  EXPECT_EQ(seen, 2);
  EXPECT_EQ(response.header("Cache-Control"), "no-store");
}

TEST_F(SignInTest, BehindHttpsCookiesAreSecureAndTheBaseUrlAloneCounts) {
  make_app(kSecret, "https://orders.example.com");
  Browser stray(*app_, "evil.example");
  EXPECT_EQ(stray.get("/auth/sign-in?return_to=%2Fwhoami").header("Location"),
            "https://orders.example.com/auth/sign-in?moved=yes&return_to=%2Fwhoami");
  Browser behind_proxy(*app_, "127.0.0.1:3000");
  EXPECT_EQ(begin(behind_proxy, "?moved=yes&return_to=%2Fwhoami").find("redirect_uri"),
            "https://orders.example.com/auth/callback");
  Browser browser(*app_, "orders.example.com");
  const auto sent = begin(browser);
  EXPECT_EQ(sent.find("redirect_uri"), "https://orders.example.com/auth/callback");
  const auto done = browser.get(callback(sent));
  for (const auto& [name, value] : done.headers) {
    if (name != "Set-Cookie" || value.find("Max-Age=0") != value.npos) continue;
    EXPECT_NE(value.find("; Secure"), value.npos);
  }
}

TEST_F(SignInTest, UnknownHostNameGetsNoRedirectUri) {
  Browser browser(*app_, "evil.example:3000");
  const auto response = browser.get("/auth/sign-in");
  EXPECT_EQ(response.status, 421);
  EXPECT_TRUE(browser.jar.empty());
}

TEST_F(SignInTest, HostileReturnPathsLeadHome) {
  for (const auto* path :
       {"%2F%2Fevil.example", "https%3Aevil", "%2F%5Cevil", "javascript%3Aalert(1)", "%2Fauth%2Fsign-out"}) {
    Browser browser(*app_);
    EXPECT_EQ(browser.get(callback(begin(browser, std::string("?return_to=") + path))).header("Location"),
              "/")
        << path;
  }
}

TEST_F(SignInTest, CallbackNeedsTheAttemptOfThisBrowser) {
  Browser browser(*app_), other(*app_);
  const auto sent = begin(browser);
  EXPECT_EQ(other.get(callback(sent)).status, 400);
  EXPECT_EQ(browser.get("/auth/callback?code=c1").status, 400);
  EXPECT_EQ(browser.get("/auth/callback?code=c1&state=" + std::string(43, 'A')).status, 400);
  EXPECT_EQ(browser.get(callback(sent) + "&state=x").status, 400);
  EXPECT_EQ(browser.get(callback(sent)).status, 303);
  EXPECT_EQ(browser.get(callback(sent)).status, 400) << "used already";
  EXPECT_EQ(platform_.exchanges, 1);
}

TEST_F(SignInTest, AttemptEndsAfterTenMinutes) {
  Browser browser(*app_);
  const auto sent = begin(browser);
  clock_.advance(10min);
  EXPECT_EQ(browser.get(callback(sent)).status, 400);
}

TEST_F(SignInTest, TwoTabsSignInIndependently) {
  Browser browser(*app_);
  const auto first = begin(browser);
  const auto second = begin(browser);
  EXPECT_EQ(browser.get(callback(second)).status, 303);
  platform_.behaviour.nonce = first.find("nonce").value();
  EXPECT_EQ(browser.get(callback(first)).status, 303);
}

// OA-17
TEST_F(SignInTest, AnswerOfAnotherIssuerIsRefused) {
  Browser browser(*app_);
  const auto sent = begin(browser);
  const auto state = std::string(sent.find("state").value());
  EXPECT_EQ(browser.get("/auth/callback?code=c1&state=" + state + "&iss=https%3A%2F%2Fevil.example").status,
            400);
  const auto again = std::string(begin(browser).find("state").value());
  EXPECT_EQ(browser.get("/auth/callback?code=c1&state=" + again).status, 400)
      << "iss is advertised, so it must come";
  EXPECT_EQ(last_code(), "wrong_issuer");
  EXPECT_EQ(platform_.exchanges, 0);
}

TEST_F(SignInTest, IdTokenIsChecked) {
  platform_.behaviour.unknown_signer = true;
  expect_refused("unknown_key");
  platform_.behaviour = {};
  platform_.behaviour.id_token_user = "u2";
  expect_refused("user_mismatch");
  platform_.behaviour = {};
  platform_.behaviour.type = "logout+jwt";
  expect_refused("wrong_token_type");
  platform_.behaviour = {};
  platform_.behaviour.id_token_text = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1MSJ9.";
  expect_refused("algorithm_not_allowed");
  platform_.behaviour = {};
  platform_.behaviour.token_issuer = "https://evil.example";
  expect_refused("wrong_issuer");
  platform_.behaviour = {};
  platform_.behaviour.audience = "billing";
  expect_refused("wrong_audience");
}

TEST_F(SignInTest, NonceMustBeTheOneOfTheAttempt) {
  Browser browser(*app_);
  const auto sent = begin(browser);
  platform_.behaviour.nonce = "another";
  EXPECT_EQ(browser.get(callback(sent)).status, 400);
  EXPECT_EQ(last_code(), "wrong_nonce");
}

TEST_F(SignInTest, AppTokenOfAnotherSecretIsRefused) {
  platform_.behaviour.app_secret = "another-secret-0123456789-abcdefghij";
  expect_refused("signature_invalid");
}

// KE-07
TEST_F(SignInTest, ForgedKeysCauseAtMostThreeKeyFetchesAMinute) {
  platform_.behaviour.unknown_signer = true;
  for (int i = 0; i < 10; ++i) {
    Browser browser(*app_);
    EXPECT_EQ(browser.get(callback(begin(browser))).status, 400);
  }
  EXPECT_EQ(platform_.key_fetches, 3);
  clock_.advance(1min);
  expect_refused("unknown_key");
  EXPECT_EQ(platform_.key_fetches, 4);
}

// The fetches that strangers used up don't keep the app from keys that the platform says are new.
TEST_F(SignInTest, NewKeysAreFetchedHoweverManyForgedOnesCame) {
  make_app(kSecret, "http://localhost:3000");
  app_->start();
  platform_.transmitter.wait_for_poll();
  platform_.behaviour.unknown_signer = true;
  for (int i = 0; i < 10; ++i) {
    Browser browser(*app_);
    EXPECT_EQ(browser.get(callback(begin(browser))).status, 400);
  }
  const auto another = crypto::PrivateKey::generate(crypto::KeyKind::ed25519);
  platform_.transmitter.wait_for_ack(platform_.transmitter.publish(another.public_key()));
  platform_.behaviour.unknown_signer = false;
  Browser browser(*app_);
  sign_in(browser);
}

TEST_F(SignInTest, WhoIsNoMemberIsTold) {
  Browser browser(*app_);
  const auto sent = begin(browser);
  const auto response =
      browser.get("/auth/callback?error=access_denied&state=" + std::string(sent.find("state").value()) +
                  "&iss=" + http::percent_encode(platform_.url));
  EXPECT_EQ(response.status, 403);
  EXPECT_NE(response.body.find("No access to Orders"), response.body.npos);
  EXPECT_EQ(platform_.exchanges, 0);
}

TEST_F(SignInTest, WithoutThePlatformTheAppStartsAndVerifies) {
  Browser signed_in(*app_), browser(*app_);
  sign_in(signed_in);
  platform_.stop();
  make_app();
  EXPECT_EQ(signed_in.get("/whoami").status, 200);
  const auto response = browser.get("/auth/sign-in");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.header("Retry-After"), "5");
}

class RenewalTest : public SignInTest {
 protected:
  Browser::Fields script_{{"Sec-Fetch-Mode", "cors"}};
};

TEST_F(RenewalTest, FreshTokenAsksNobody) {
  Browser browser(*app_);
  sign_in(browser);
  clock_.advance(11min);
  EXPECT_EQ(browser.get("/whoami", script_).status, 200);
  EXPECT_EQ(platform_.refreshes, 0);
}

TEST_F(RenewalTest, TokenNearItsEndIsRenewedOnce) {
  Browser browser(*app_);
  sign_in(browser);
  const auto before = browser.jar;
  clock_.advance(12min + 1s);
  EXPECT_EQ(browser.get("/whoami", script_).status, 200);
  EXPECT_EQ(platform_.refreshes, 1);
  EXPECT_EQ(platform_.last_form.find("refresh_token"), "refresh-1");
  EXPECT_NE(browser.jar.at("jwtToken"), before.at("jwtToken"));
  EXPECT_EQ(browser.get("/whoami", script_).status, 200);
  EXPECT_EQ(platform_.refreshes, 1);
  clock_.advance(13min);
  EXPECT_EQ(browser.get("/whoami", script_).status, 200);
  EXPECT_EQ(platform_.last_form.find("refresh_token"), "refresh-2");
}

TEST_F(RenewalTest, ExpiredAndMissingTokensAreRenewedToo) {
  Browser browser(*app_);
  sign_in(browser);
  clock_.advance(2h);
  EXPECT_EQ(browser.get("/whoami", script_).status, 200);
  browser.jar.erase("jwtToken");
  clock_.advance(1min);
  EXPECT_EQ(browser.get("/whoami", script_).status, 200);
  EXPECT_EQ(platform_.refreshes, 2);
}

TEST_F(RenewalTest, ManyRequestsOfOneSessionCauseOneRefresh) {
  Browser browser(*app_);
  sign_in(browser);
  clock_.advance(16min);
  platform_.behaviour.delay = 100ms;
  std::atomic<int> served = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      Browser tab = browser;
      if (tab.get("/whoami", script_).status == 200) ++served;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(served, 16);
  EXPECT_EQ(platform_.refreshes, 1);
  Browser late = browser;
  EXPECT_EQ(late.get("/whoami", script_).status, 200) << "comes with the old cookie, shortly after";
  EXPECT_EQ(platform_.refreshes, 1);
}

TEST_F(RenewalTest, WithoutThePlatformAValidTokenGoesOnToItsEnd) {
  Browser browser(*app_);
  sign_in(browser);
  platform_.stop();
  clock_.advance(14min);
  EXPECT_EQ(browser.get("/whoami", script_).status, 200);
  EXPECT_EQ(last_code(), "renewal_failed");
  clock_.advance(1min + 31s);
  const auto bearer = "Bearer " + browser.jar.at("jwtToken");
  EXPECT_EQ(Browser(*app_).get("/whoami", {{"Authorization", bearer}}).status, 401);
  EXPECT_EQ(browser.get("/whoami", script_).status, 200) << "offline grace";
  clock_.advance(4h);
  EXPECT_EQ(browser.get("/whoami", script_).status, 401);
  EXPECT_EQ(browser.get("/whoami").status, 303);
  EXPECT_TRUE(browser.jar.contains("jwtToken")) << "nothing is lost while the platform is away";
}

TEST_F(RenewalTest, EndedSessionIsForgotten) {
  Browser browser(*app_);
  sign_in(browser);
  clock_.advance(14min);
  platform_.behaviour.refresh_error = "invalid_grant";
  EXPECT_EQ(browser.get("/whoami", script_).status, 401);
  EXPECT_TRUE(browser.jar.empty());
  EXPECT_EQ(last_code(), "session_ended");
}

TEST_F(RenewalTest, RenewedTokenMustVerify) {
  Browser browser(*app_);
  sign_in(browser);
  clock_.advance(16min);
  platform_.behaviour.app_secret = "another-secret-0123456789-abcdefghij";
  EXPECT_EQ(browser.get("/whoami", script_).status, 401);
}

TEST_F(RenewalTest, AuthorizationHeaderIsNeverRescued) {
  Browser browser(*app_);
  sign_in(browser);
  clock_.advance(16min);
  EXPECT_EQ(browser.get("/whoami", {{"Authorization", "Bearer " + browser.jar.at("jwtToken")}}).status, 401);
  EXPECT_EQ(platform_.refreshes, 0);
}

TEST_F(RenewalTest, SessionOutlivesARotatedSecret) {
  Browser browser(*app_);
  sign_in(browser);
  const std::string next = "0123456789-next-secret-of-orders-abc";
  make_app(std::string(kSecret) + "," + next);
  EXPECT_EQ(browser.get("/whoami", script_).status, 200);
  platform_.behaviour.app_secret = next;
  clock_.advance(14min);
  EXPECT_EQ(browser.get("/whoami", script_).status, 200);
  EXPECT_EQ(platform_.refreshes, 1);
}

class SignOutTest : public SignInTest {};

TEST_F(SignOutTest, EndsHereAndAtThePlatform) {
  Browser browser(*app_);
  sign_in(browser);
  const auto response = browser.post("/auth/sign-out", {{"Sec-Fetch-Site", "same-origin"}});
  EXPECT_EQ(response.status, 303);
  const auto location = response.header("Location").value_or("");
  EXPECT_TRUE(location.starts_with(platform_.url + "/end-session?client_id=orders&id_token_hint=ey"))
      << location;
  EXPECT_TRUE(
      location.ends_with("&post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fauth%2Fcallback"));
  EXPECT_TRUE(browser.jar.empty());
  EXPECT_EQ(platform_.revocations, 1);
  EXPECT_EQ(browser.get("/auth/callback").header("Location"), "/");
  EXPECT_EQ(browser.get("/whoami").status, 303);
}

TEST_F(SignOutTest, AnotherSiteCanOnlyBringThePageThatAsks) {
  Browser browser(*app_);
  sign_in(browser);
  for (const Browser::Fields& fields :
       {Browser::Fields{{"Sec-Fetch-Site", "cross-site"}}, Browser::Fields{{"Sec-Fetch-Site", "same-site"}},
        Browser::Fields{}}) {
    const auto response = browser.get("/auth/sign-out", fields);
    EXPECT_EQ(response.status, 200);
    EXPECT_NE(response.body.find("<form method=\"post\" action=\"/auth/sign-out\">"), response.body.npos);
  }
  EXPECT_EQ(browser.post("/auth/sign-out", {{"Sec-Fetch-Site", "cross-site"}}).status, 200);
  EXPECT_EQ(browser.post("/auth/sign-out", {{"Origin", "https://evil.example"}}).status, 200);
  EXPECT_EQ(browser.get("/whoami").status, 200);
  EXPECT_EQ(browser.get("/auth/sign-out", {{"Sec-Fetch-Site", "same-origin"}}).status, 303);
  EXPECT_TRUE(browser.jar.empty());
}

TEST_F(SignOutTest, WorksWithoutThePlatform) {
  Browser browser(*app_);
  sign_in(browser);
  platform_.stop();
  make_app();
  EXPECT_EQ(browser.post("/auth/sign-out", {{"Origin", "http://localhost:3000"}}).header("Location"), "/");
  EXPECT_TRUE(browser.jar.empty());
}

}  // namespace
}  // namespace gatehouse::sdk
