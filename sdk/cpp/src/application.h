// SPDX-License-Identifier: Apache-2.0
#pragma once

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

 private:
  [[nodiscard]] http::Response answer(const http::Request& request);
  [[nodiscard]] Result<std::shared_ptr<const VerifiedToken>, TokenRefusal> verify(std::string_view text);
  void connect_to_platform();
  void make_gate(Middleware post_auth);

  Settings settings_;
  FunctionClock clock_;
  SystemRandom random_;
  Logger log_;
  EventLog events_;
  token::AppTokenVerifier verifier_;
  TokenCache verified_;
  OwnOrigin origin_;
  std::unique_ptr<net::HttpClient> client_;
  std::unique_ptr<BrowserSignIn> sign_in_;
  DataSources data_sources_;
  std::unique_ptr<Gate> gate_;
  std::unique_ptr<net::Server> server_;
};

}  // namespace gatehouse::sdk
