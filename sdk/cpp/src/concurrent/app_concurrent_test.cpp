// SPDX-License-Identifier: Apache-2.0
// What several threads of an app share, without fibers, which ThreadSanitizer cannot follow.
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "gatehouse/app.h"
#include "gatehouse/token.h"
#include "sdk/cpp/src/sign_in/session_renewal.h"
#include "sdk/cpp/src/token_cache.h"

namespace gatehouse::sdk {
namespace {

using namespace std::chrono_literals;

constexpr const char* kSecret = "8f3c1d90b7a24e65c1d2f0a9e8b76543";
constexpr int kThreads = 8;

template <class Work>
void run_on_threads(const Work& work) {
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(work, i);
  for (auto& thread : threads) thread.join();
}

TEST(Concurrent, EveryThreadSeesTheUserOfItsOwnToken) {
  auto app = create_app({.schema = AppSchema::from_text(R"({"id":"orders"})"), .secret_key = kSecret});
  app.get("/whoami", [](Request& req, Response& res) { res.text(req.user().id); });
  const TokenSigner signer({.app_id = "orders", .secret_key = kSecret});
  std::vector<std::string> tokens;
  for (int i = 0; i < 50; ++i) tokens.push_back(signer.sign({.user = {.id = "u" + std::to_string(i)}}));
  std::atomic<int> wrong = 0;
  run_on_threads([&](int thread) {
    for (int i = 0; i < 200; ++i) {
      const auto user = static_cast<std::size_t>((i * 7 + thread) % 50);
      const auto response =
          app.handle({.target = "/whoami", .headers = {{"Authorization", "Bearer " + tokens[user]}}});
      if (response.body != "u" + std::to_string(user)) ++wrong;
    }
  });
  EXPECT_EQ(wrong, 0);
}

TEST(Concurrent, TokensThatPushEachOtherOutAreNeverMixedUp) {
  TokenCache cache;
  const auto now = from_unix_seconds(1'000'000);
  std::atomic<int> wrong = 0;
  run_on_threads([&](int thread) {
    for (int i = 0; i < 5000; ++i) {
      const auto name = std::to_string(i * kThreads + thread);
      cache.keep("a.b." + name,
                 std::make_shared<const VerifiedToken>(VerifiedToken{{.id = name}, now, now + 900s}), now);
      const auto other = std::to_string((i * kThreads + thread * 3) % 40'000);
      const auto found = cache.find("a.b." + other, now);
      if (found && found->user.id != other) ++wrong;
    }
  });
  EXPECT_EQ(wrong, 0);
}

TEST(Concurrent, OneRefreshForAllThatWait) {
  FixedClock clock(from_unix_seconds(1'000'000));
  SystemRandom random;
  Logger log(clock, LogFormat::text, LogLevel::error, [](std::string_view) {});
  EventLog events(log, {});
  const std::vector<SecretString> secrets{SecretString(kSecret)};
  const CookieSealer sealer(secrets, "orders", clock, random, http::SetCookie::Transport::any);
  const SessionCookies cookies(sealer, "orders", http::SetCookie::Transport::any);
  std::atomic<int> refreshes = 0;
  Platform platform(
      "http://auth.test", "orders", secrets,
      [&](const net::ClientRequest& request) -> Result<net::ClientResponse, net::ClientFailure> {
        if (request.method == http::Method::get) {
          const Json metadata{{"issuer", "http://auth.test"},
                              {"authorization_endpoint", "http://auth.test/authorize"},
                              {"token_endpoint", "http://auth.test/token"},
                              {"jwks_uri", "http://auth.test/keys"}};
          return net::ClientResponse{.status = 200, .headers = {}, .body = metadata.to_text()};
        }
        ++refreshes;
        std::this_thread::sleep_for(20ms);
        return net::ClientResponse{
            .status = 200, .headers = {}, .body = R"({"access_token":"new","refresh_token":"r2"})"};
      },
      clock);
  Contact contact(clock);
  SessionRenewal renewal(
      platform, cookies,
      [&](std::string_view) -> Result<std::shared_ptr<const VerifiedToken>, TokenRefusal> {
        return std::make_shared<const VerifiedToken>(
            VerifiedToken{{.id = "u1"}, clock.now(), clock.now() + 900s, {}});
      },
      contact, clock, events);

  http::Request request;
  const auto set = cookies.set("old", {.user_id = "u1", .refresh_token = "r1", .id_token = ""});
  request.headers.add("Cookie", set.back().substr(0, set.back().find(';')));
  std::atomic<int> renewed = 0;
  run_on_threads([&](int) {
    if (renewal.renew(request).outcome == Renewal::Outcome::renewed) ++renewed;
  });
  EXPECT_EQ(renewed, kThreads);
  EXPECT_EQ(refreshes, 1);
}

}  // namespace
}  // namespace gatehouse::sdk
