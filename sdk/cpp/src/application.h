// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/log.h"
#include "core/base/random.h"
#include "core/net/http_client.h"
#include "core/net/server.h"
#include "core/token/app_token_verifier.h"
#include "gatehouse/app.h"
#include "gatehouse/data_source.h"
#include "sdk/cpp/src/event_log.h"
#include "sdk/cpp/src/gate.h"
#include "sdk/cpp/src/live_link/live_link.h"
#include "sdk/cpp/src/permission_declaration.h"
#include "sdk/cpp/src/settings.h"
#include "sdk/cpp/src/sign_in/browser_sign_in.h"
#include "sdk/cpp/src/token_cache.h"
#include "sdk/cpp/token/function_clock.h"

namespace gatehouse::sdk {

/// The parts of one app, wired together.
class Application {
 public:
  explicit Application(AppOptions options);
  ~Application();

  RouteTable& routes() { return gate_->routes(); }
  void register_data_sources(const DataSources& sources) { data_sources_.add(sources); }
  void listen();
  std::uint16_t start(const std::string& host, std::uint16_t port);
  void stop();
  [[nodiscard]] TestResponse handle(const TestRequest& request);
  [[nodiscard]] std::chrono::milliseconds staleness() const;
  [[nodiscard]] std::string metrics() const;

 private:
  [[nodiscard]] http::Response answer(const http::Request& request);
  using Verified = Result<std::shared_ptr<const VerifiedToken>, TokenRefusal>;
  [[nodiscard]] Verified verify(std::string_view text);
  [[nodiscard]] Verified verify_late(std::string_view text);
  [[nodiscard]] Verified judge(const Result<token::VerifiedToken, token::TokenError>& token,
                               std::uint64_t generation) const;
  [[nodiscard]] TokenRefusal revoked();
  std::uint16_t open(const std::string& host, std::uint16_t port);
  void follow_platform();
  void connect_to_platform();
  [[nodiscard]] LinkPort make_port();
  [[nodiscard]] std::unique_ptr<LiveLink> make_link();
  void prepare_declaration(std::vector<std::string> permissions);
  void make_gate(Middleware post_auth);

  Settings settings_;
  FunctionClock clock_;
  SystemRandom random_;
  Logger log_;
  EventLog events_;
  token::AppTokenVerifier verifier_;
  TokenCache verified_;
  LinkedState state_;
  Contact contact_;
  std::atomic<std::uint64_t> refused_as_revoked_ = 0, offline_requests_ = 0;
  OwnOrigin origin_;
  std::unique_ptr<net::HttpClient> client_, link_client_;
  std::unique_ptr<Platform> platform_;
  LinkPort port_;
  std::unique_ptr<BrowserSignIn> sign_in_;
  std::unique_ptr<PermissionDeclaration> declaration_;
  DataSources data_sources_;
  std::unique_ptr<Gate> gate_;
  std::unique_ptr<LiveLink> link_;
  std::unique_ptr<net::Server> server_;
};

}  // namespace gatehouse::sdk
