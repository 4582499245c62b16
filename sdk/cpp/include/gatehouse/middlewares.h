// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "gatehouse/middleware.h"

namespace gatehouse {

/// Runs them in order, each one's `next()` being the one after it.
Middleware chain(std::vector<Middleware> middlewares);

/// Lets pass who has at least one of the roles; 403 otherwise.
Middleware require_roles(std::vector<std::string> roles);

/// Lets pass who has all of the permissions; 403 otherwise.
Middleware require_permissions(std::vector<std::string> permissions);

/// Lets pass who signed in with a second factor (`otp`, `hwk`, `mfa`, ...) at most `within` ago; otherwise
/// 403 with the challenge of RFC 9470, so that a client knows to ask for a fresh sign-in.
Middleware require_second_factor(std::chrono::seconds within = std::chrono::minutes(5));

/// Lets pass clients whose address is in one of the ranges: `10.0.0.0/8`, `2001:db8::/32`, `192.0.2.7`;
/// 403 otherwise. Throws StartError for a range that can't be read.
Middleware ip_allowlist(std::vector<std::string> ranges);

struct RateLimitOptions {
  unsigned requests = 100;  ///< this many in `per`, evenly, ...
  std::chrono::seconds per{60};
  unsigned burst = 20;  ///< ... and so many at once
};
/// Limits each user (each address where there is none) by the GCRA; 429 with Retry-After beyond it.
/// Remembers at most 65536 callers.
Middleware rate_limit(RateLimitOptions options = {});

/// Lets pass while the platform was heard at most `limit` ago; 503 with Retry-After otherwise. For routes
/// where a revocation that has not arrived costs more than an outage. At least 30 s: a link that stands hears
/// the platform every 25 s; throws StartError for less. Only in an app with a platform, else 500.
Middleware fail_closed_after(std::chrono::seconds limit);

struct AskPlatformOptions {
  std::chrono::seconds keep{2};  ///< how long an answer serves the same token; 0: each request asks
};
/// Asks the platform about the token by introspection (RFC 7662), on each request: 401 when it is active no
/// longer, 503 when no answer comes. Suspends the request, never the server. Only in an app with a platform,
/// else 500.
Middleware ask_platform(AskPlatformOptions options = {});

struct ExternalCheckOptions {
  /// Asked with GET; `{id}` and `{email}` stand for the user's, percent-encoded.
  std::string url;
  std::chrono::milliseconds timeout{5000};
  std::string refused = "User not authorized by external service";
  std::string failed = "Failed to validate user with external service";
};
/// Lets pass when the service answers 2xx and JSON with `"success": true`; 403 with `refused` when that JSON
/// says otherwise, 500 with `failed` when no such answer comes.
Middleware external_check(ExternalCheckOptions options);

/// Replaces the user's permissions by what `load` gives for them, on each request. An exception: 500.
Middleware dynamic_permissions(std::function<std::vector<std::string>(const Request&)> load);

struct AuditRecord {
  std::string user_id, session_id, method, path, client_address, request_id;
  int status = 0;
};
/// Calls `write` after each request with what was asked and answered. Must not throw.
Middleware audit_log(std::function<void(const AuditRecord&)> write);

}  // namespace gatehouse
