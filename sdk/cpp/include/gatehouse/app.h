// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gatehouse/data_source.h"
#include "gatehouse/env.h"
#include "gatehouse/fetch.h"
#include "gatehouse/json.h"
#include "gatehouse/middleware.h"
#include "gatehouse/middlewares.h"
#include "gatehouse/request.h"
#include "gatehouse/response.h"
#include "gatehouse/schema.h"
#include "gatehouse/secret_key.h"
#include "gatehouse/user.h"

namespace gatehouse {

/// Something that the app's owner should know of and the caller is not told.
struct AppEvent {
  /// Stable: why a token was refused (`expired`, `bad_signature`, ...), or `middleware_threw`,
  /// `middleware_unfinished`, `handler_threw`, `handler_unfinished`, `next_called_twice`, `answered_twice`.
  std::string code;
  std::string detail;  ///< for people; never holds a token or a secret
  std::string method;
  std::string path;
  std::string request_id;
};

enum class LogStyle { text, json };

struct AppOptions {
  AppSchema schema;
  /// Shared with the platform: at least 32 bytes. While a secret is being rotated: `current,next`.
  SecretKey secret_key;
  /// The platform's public URL, for sign-in, sign-out and silent renewal. Empty: the app only verifies bearer
  /// and cookie tokens, from whoever holds the secret.
  std::string platform_url = {};
  /// Where browsers reach this app, without a path: `https://orders.example.com`. Empty: the environment's
  /// APP_BASE_URL, else http and the address it listens on.
  std::string base_url = {};
  /// With a platform, the greatest age of its last word by which anybody is still let in; beyond it every
  /// route that is not public answers 503. Absent: the app goes on by what it knows. At least 30 s.
  std::optional<std::chrono::seconds> greatest_staleness = {};
  /// How long a browser's session goes on, on its last verified claims, once the platform can't be reached; 0
  /// to 7 days. Bearer tokens end at their `exp`.
  std::chrono::seconds offline_grace = std::chrono::hours(4);
  /// Where a restarted app finds what the platform said last, sealed by its secret. Empty: the environment's
  /// GATEHOUSE_STATE_DIR, else `gatehouse` in XDG_STATE_HOME or in ~/.local/state. `none`: nowhere.
  std::string state_dir = {};
  /// Runs after a token was verified and before every route that is not public. Absent: none.
  Middleware post_auth_middleware = {};
  /// Called with what also goes to the log; from any thread of the server. Must not throw.
  std::function<void(const AppEvent&)> on_event = {};
  /// How far the clocks of platform and app may be apart; 0 to 120 s.
  std::chrono::seconds leeway{30};
  LogStyle log = LogStyle::text;
  /// Event loops. With 1, handlers never run at the same time, they only take turns where they wait.
  unsigned threads = 1;
  /// Largest request body in bytes.
  std::size_t body_limit = 1024 * 1024;
  /// Absent: the system's clock. For tests.
  std::function<std::chrono::system_clock::time_point()> clock = {};
};

/// A request and its answer without sockets, for tests of an app.
struct TestRequest {
  std::string method = "GET";
  std::string target = "/";  ///< path and query
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
};
struct TestResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  /// The first field of that name, whatever its case; absent when there is none.
  [[nodiscard]] std::optional<std::string> header(std::string_view name) const;
};

/// Marks a route that needs no token: `app.get("/health", handler, gatehouse::public_route)`. Neither
/// verification nor the post-auth middleware runs there, and the request has no user.
struct PublicRoute {};
inline constexpr PublicRoute public_route{};

/// A self-hosted app behind its own guard. Every request, to unknown paths too, is let through only with a
/// verified token and past the post-auth middleware; public routes are the named exceptions. Set it up from
/// one thread, then listen.
class App {
 public:
  explicit App(AppOptions options);  ///< throws StartError, naming all that is wrong
  App(App&&) noexcept;
  App& operator=(App&&) noexcept;
  ~App();

  /// Routes: literal segments and `{name}` segments; a literal beats a name. HEAD is answered by GET routes.
  /// A middleware before the handler guards that route alone, after the post-auth middleware. Throw
  /// std::invalid_argument for a bad pattern or one that is there already.
  App& get(std::string_view path, RouteHandler handler);
  App& get(std::string_view path, RouteHandler handler, PublicRoute);
  App& get(std::string_view path, Middleware guard, RouteHandler handler);
  App& post(std::string_view path, RouteHandler handler);
  App& post(std::string_view path, RouteHandler handler, PublicRoute);
  App& post(std::string_view path, Middleware guard, RouteHandler handler);
  App& put(std::string_view path, RouteHandler handler);
  App& put(std::string_view path, Middleware guard, RouteHandler handler);
  App& patch(std::string_view path, RouteHandler handler);
  App& patch(std::string_view path, Middleware guard, RouteHandler handler);
  App& del(std::string_view path, RouteHandler handler);
  App& del(std::string_view path, Middleware guard, RouteHandler handler);

  /// Makes them available to handlers as `req.data_source(name)`. Throws StartError for a name given twice.
  App& register_data_sources(const DataSources& sources);

  /// Serves HOST:PORT of the environment, 127.0.0.1:3000 otherwise, until SIGTERM or SIGINT; then lets
  /// requests in flight end, at most 10 s. Throws StartError when it can't bind.
  void listen();

  /// The same for tests: returns the port once it accepts connections (0: the kernel chooses one).
  std::uint16_t start(const std::string& host = "127.0.0.1", std::uint16_t port = 0);
  void stop();

  /// How long ago the platform was heard, up to 25 s while the link stands; since the start where it never
  /// was. Zero without a platform.
  [[nodiscard]] std::chrono::milliseconds staleness() const;
  /// The link and what it holds, in Prometheus' text format; empty without a platform.
  [[nodiscard]] std::string metrics() const;
  /// Makes them a public route.
  App& serve_metrics(std::string_view path = "/metrics");

  /// Answers one request in process, exactly as the server would.
  TestResponse handle(const TestRequest& request);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// `gatehouse::App app = gatehouse::create_app({.schema = ..., .secret_key = ..., ...});`
App create_app(AppOptions options);

}  // namespace gatehouse
