// SPDX-License-Identifier: Apache-2.0
//
// Measures how soon a revocation takes effect: from the administrator's call at a real platform to the first
// refused request in each of 20 real app processes, while 1,000 requests a second come in over all of them.
// Then what verifying a token costs with none, a thousand and a million revocations held.
//
//   build/release/bin/bench_revocation [--apps N] [--rounds N] [--load REQUESTS-PER-SECOND]
#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "bench/programs.h"
#include "core/token/app_token_signer.h"
#include "core/token/app_token_verifier.h"
#include "gatehouse/json.h"
#include "sdk/cpp/src/live_link/linked_state.h"
#include "sdk/cpp/src/token_cache.h"

namespace {

using namespace gatehouse::bench;
using gatehouse::Json;
using std::chrono::milliseconds;

constexpr const char* kAdmin = "ada@example.com";
constexpr const char* kVictim = "bob@example.com";

double percentile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, std::size_t(double(values.size()) * share))];
}

/// One running app, a program of its own.
class App {
 public:
  App(const Platform& platform, const fs::path& program, std::string id)
      : id_(std::move(id)), port_(find_free_port()) {
    const auto made = Json::parse(platform.output_of({"app", "add", "--name", id_, "--id", id_, "--json"}));
    for (const auto* user : {kAdmin, kVictim}) platform.run({"member", "set", "--app", id_, "--user", user});
    pid_ = spawn({program}, "",
                 {"SECRET_KEY=" + made.at("secretKey").as_string(), "APP_ID=" + id_, "HOST=127.0.0.1",
                  fmt::format("PORT={}", port_), "GATEHOUSE_URL=" + platform.url(),
                  "GATEHOUSE_STATE_DIR=" + (platform.folder() / "apps").string()});
  }
  ~App() {
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
  }
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  void wait_until_linked() const {
    const auto begin = Steady::now();
    while (seconds_since(begin) < 30) {
      Connection connection(port_);
      if (connection.is_open() && connection.exchange("GET /metrics", "", "") == 200 &&
          connection.last().find("\ngatehouse_link_up 1\n") != std::string::npos)
        return;
      std::this_thread::sleep_for(milliseconds(20));
    }
    fmt::print(stderr, "{} has no live link\n", id_);
    std::exit(1);
  }
  [[nodiscard]] std::string token_of(const Platform& platform, const char* user) const {
    auto text = platform.output_of({"token", "issue", "--app", id_, "--user", user});
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  std::string id_;
  std::uint16_t port_;
  pid_t pid_ = 0;
};

std::string bearer(const std::string& token) {
  return "Authorization: Bearer " + token + "\r\n";
}

/// Requests of another user, evenly spread over the apps and over time, until told to stop.
class BackgroundLoad {
 public:
  BackgroundLoad(const std::vector<std::unique_ptr<App>>& apps, const Platform& platform, double per_second) {
    for (std::size_t i = 0; i < kThreads; ++i) {
      std::vector<std::pair<std::uint16_t, std::string>> targets;
      for (std::size_t n = i; n < apps.size(); n += kThreads)
        targets.emplace_back(apps[n]->port(), bearer(apps[n]->token_of(platform, kAdmin)));
      threads_.emplace_back([this, targets, per_second] { run(targets, per_second / kThreads); });
    }
  }
  void stop() {
    stopped_ = true;
    for (auto& thread : threads_) thread.join();
  }
  [[nodiscard]] std::uint64_t sent() const { return sent_; }
  [[nodiscard]] std::uint64_t failed() const { return failed_; }

 private:
  static constexpr std::size_t kThreads = 4;
  void run(const std::vector<std::pair<std::uint16_t, std::string>>& targets, double per_second) {
    std::vector<std::unique_ptr<Connection>> connections;
    for (const auto& target : targets) connections.push_back(std::make_unique<Connection>(target.first));
    auto next = Steady::now();
    for (std::size_t i = 0; !stopped_; i = (i + 1) % targets.size()) {
      if (connections[i]->exchange("GET /whoami", targets[i].second, "") != 200) ++failed_;
      ++sent_;
      next += std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(1 / per_second));
      std::this_thread::sleep_until(next);
    }
  }
  std::atomic<bool> stopped_ = false;
  std::atomic<std::uint64_t> sent_ = 0, failed_ = 0;
  std::vector<std::thread> threads_;
};

/// The administrator's hand: a session at the platform.
class Administrator {
 public:
  explicit Administrator(std::uint16_t port) : connection_(port) {
    const auto body = fmt::format(R"({{"email":"{}","password":"{}"}})", kAdmin, kPassword);
    if (connection_.exchange("POST /api/v1/sign-in", json_, body) != 200) std::exit(1);
    const auto& answer = connection_.last();
    const auto at = answer.find("Set-Cookie: ") + 12;
    cookie_ = "Cookie: " + answer.substr(at, answer.find(';', at) - at) + "\r\n";
    json_ += fmt::format("Origin: http://127.0.0.1:{}\r\n", port);
  }
  void set_disabled(const std::string& user, bool disabled) {
    const auto path = fmt::format("POST /api/v1/users/{}/{}", user, disabled ? "disable" : "enable");
    const int status = connection_.exchange(path, json_ + cookie_, "{}");
    if (status != 200 && status != 204) {
      fmt::print(stderr, "{}: {}\n{}\n", path, status, connection_.last());
      std::exit(1);
    }
  }

 private:
  std::string json_ = "Content-Type: application/json\r\n";
  std::string cookie_;
  Connection connection_;
};

/// Seconds from the call to the first refusal, for each app.
std::vector<double> measure_round(const std::vector<std::unique_ptr<App>>& apps, const Platform& platform,
                                  Administrator& administrator, const std::string& user) {
  std::vector<std::string> tokens;
  for (const auto& app : apps) tokens.push_back(bearer(app->token_of(platform, kVictim)));
  std::atomic<std::size_t> ready = 0;
  std::vector<Steady::time_point> refused(apps.size());
  std::vector<std::thread> probes;
  for (std::size_t i = 0; i < apps.size(); ++i) {
    probes.emplace_back([&, i] {
      Connection connection(apps[i]->port());
      if (connection.exchange("GET /whoami", tokens[i], "") != 200) std::exit(1);
      ++ready;
      while (connection.exchange("GET /whoami", tokens[i], "") == 200)
        std::this_thread::sleep_for(milliseconds(5));
      refused[i] = Steady::now();
    });
  }
  while (ready < apps.size()) std::this_thread::sleep_for(milliseconds(1));
  const auto called = Steady::now();
  administrator.set_disabled(user, true);
  for (auto& probe : probes) probe.join();
  administrator.set_disabled(user, false);
  std::vector<double> seconds;
  for (const auto at : refused) seconds.push_back(std::chrono::duration<double>(at - called).count());
  return seconds;
}

void measure_latency(std::size_t count, int rounds, double load_per_second) {
  const auto programs = fs::canonical("/proc/self/exe").parent_path();
  Platform platform(programs / "gatehouse");
  platform.start();
  platform.add_user(kAdmin, true);
  platform.add_user(kVictim);
  const auto user = Json::parse(platform.output_of({"user", "show", kVictim, "--json"})).at("id").as_string();
  fs::create_directory(platform.folder() / "apps");
  std::vector<std::unique_ptr<App>> apps;
  for (std::size_t i = 0; i < count; ++i)
    apps.push_back(std::make_unique<App>(platform, programs / "example_orders", fmt::format("app-{}", i)));
  for (const auto& app : apps) app->wait_until_linked();

  Administrator administrator(platform.port());
  BackgroundLoad load(apps, platform, load_per_second);
  const auto begin = Steady::now();
  std::vector<double> all;
  for (int round = 0; round < rounds; ++round) {
    const auto seconds = measure_round(apps, platform, administrator, user);
    all.insert(all.end(), seconds.begin(), seconds.end());
  }
  load.stop();
  fmt::print("{} apps, {} rounds, {:.0f} other requests/s, {} of them failed\n", count, rounds,
             double(load.sent()) / seconds_since(begin), load.failed());
  fmt::print("call to first refused request: median {:.1f} ms, p99 {:.1f} ms, max {:.1f} ms\n",
             1000 * percentile(all, 0.5), 1000 * percentile(all, 0.99), 1000 * percentile(all, 1));
}

/// Verifying as an app does it, with `held` revocations of others.
class Verification {
 public:
  explicit Verification(int held)
      : verifier_({.app_id = "orders", .issuer = gatehouse::token::IssuerRule::require(kIssuer)}, {}, clock_),
        state_(random_, {secret_},
               [this](gatehouse::token::KeyRing keys) { verifier_.set_keys(std::move(keys)); }) {
    gatehouse::sdk::PlatformState state{.issued_at = gatehouse::to_unix_seconds(clock_.now()),
                                        .position = 2'000'000};
    for (int i = 0; i < held; ++i)
      state.revoked.push_back({.is_session = true,
                               .id = fmt::format("ses_{:018}", i),
                               .position = i + 1,
                               .expires = state.issued_at + 900});
    (void)state_.adopt(state, gatehouse::sdk::LinkedState::Followed::after_gap);
    make_tokens();
  }
  [[nodiscard]] std::size_t bytes() const { return state_.revocation_bytes(); }

  /// Nanoseconds for a token that is seen for the first time.
  double measure_first(int rounds) {
    return measure(rounds, [&](const std::string& text) {
      const auto token = verifier_.verify(text);
      return token && !state_.revokes(state_.mark(*token));
    });
  }
  /// Nanoseconds for one that is remembered.
  double measure_remembered(int rounds) {
    for (const auto& text : tokens_) {
      const auto token = verifier_.verify(text);
      remembered_.keep(text,
                       std::make_shared<const gatehouse::sdk::VerifiedToken>(gatehouse::sdk::VerifiedToken{
                           {}, clock_.now(), token->expires_at(), state_.mark(*token)}),
                       clock_.now());
    }
    std::erase_if(tokens_, [&](const auto& text) { return !remembered_.find(text, clock_.now()); });
    return measure(rounds, [&](const std::string& text) {
      const auto known = remembered_.find(text, clock_.now());
      return known && !state_.revokes(known->mark);
    });
  }

 private:
  static constexpr const char* kIssuer = "https://auth.example.com";

  void make_tokens() {
    const auto key = gatehouse::token::SigningKey::hs256(secret_);
    for (int i = 0; i < 1000; ++i) {
      const gatehouse::token::AppTokenClaims claims{.issuer = kIssuer,
                                                    .user_id = fmt::format("usr_{:018}", i),
                                                    .app_id = "orders",
                                                    .email = "anna@example.com",
                                                    .email_verified = true,
                                                    .name = "Anna Example",
                                                    .issued_at = clock_.now(),
                                                    .lifetime = std::chrono::hours(1),
                                                    .session_id = fmt::format("ses_x{:017}", i),
                                                    .roles = {"clerk", "viewer"},
                                                    .permissions = {"orders:read", "orders:write"},
                                                    .amr = {"pwd"},
                                                    .scope = "openid email",
                                                    .position = 5};
      tokens_.push_back(gatehouse::token::sign_app_token(key, claims, random_));
    }
  }
  template <class Verify>
  double measure(int rounds, Verify verify) {
    double best = 1e9;
    for (int round = 0; round < rounds; ++round) {
      std::size_t good = 0;
      const auto begin = Steady::now();
      for (const auto& text : tokens_) good += verify(text) ? 1 : 0;
      const auto each = 1e9 * seconds_since(begin) / double(tokens_.size());
      if (good != tokens_.size()) std::exit(1);
      best = std::min(best, each);
    }
    return best;
  }

  gatehouse::SystemClock clock_;
  gatehouse::SystemRandom random_;
  gatehouse::SecretString secret_{"8f3c1d90b7a24e65c1d2f0a9e8b76543"};
  gatehouse::token::AppTokenVerifier verifier_;
  gatehouse::sdk::LinkedState state_;
  gatehouse::sdk::TokenCache remembered_;
  std::vector<std::string> tokens_;
};

void measure_verification() {
  constexpr int kRounds = 300;
  std::vector<std::unique_ptr<Verification>> all;
  constexpr int kHeld[] = {0, 1000, 1'000'000};
  for (const int held : kHeld) all.push_back(std::make_unique<Verification>(held));
  fmt::print("{:>12} {:>10} {:>12} {:>7} {:>14} {:>7}\n", "revocations", "memory", "first seen", "ratio",
             "remembered", "ratio");
  std::optional<std::pair<double, double>> base;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double first = all[i]->measure_first(kRounds), remembered = all[i]->measure_remembered(kRounds);
    if (!base) base.emplace(first, remembered);
    fmt::print("{:>12} {:>6.1f} MiB {:>9.0f} ns {:>7.3f} {:>11.0f} ns {:>7.3f}\n", kHeld[i],
               double(all[i]->bytes()) / 1024 / 1024, first, first / base->first, remembered,
               remembered / base->second);
  }
}

}  // namespace

int main(int count, char** words) {
  measure_verification();
  std::fflush(stdout);
  measure_latency(std::size_t(option(count, words, "--apps", 20)), int(option(count, words, "--rounds", 15)),
                  option(count, words, "--load", 1000));
  return 0;
}
