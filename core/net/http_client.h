// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "core/base/result.h"
#include "core/http/headers.h"
#include "core/http/method.h"

namespace gatehouse::net {

struct ClientRequest {
  http::Method method = http::Method::get;
  std::string url;
  http::Headers headers;
  std::string body;
  std::chrono::milliseconds connect_timeout{2000};
  std::chrono::milliseconds timeout{
      5000};                             ///< whole exchange, at least 1 ms; waiting for a thread is not in it
  std::size_t body_limit = 1024 * 1024;  ///< a longer answer is a failure
  std::string unix_socket;               ///< connects there instead of the URL's host
  std::stop_token stop;                  ///< ends the exchange at once, as a failure of kind `stopped`
};

struct ClientResponse {
  int status = 0;
  http::Headers headers;
  std::string body;
};

enum class ClientFailureKind {
  bad_url,
  resolve,
  connect,
  tls,
  timeout,
  too_large,
  refused_address,
  overloaded,
  stopped,
  other
};
struct ClientFailure {
  ClientFailureKind kind;
  std::string detail;  ///< one sentence for logs, without credentials
};

/// Outgoing HTTP over libcurl: http and https only, certificates checked, redirects not followed, no proxy
/// from the environment, no credentials in URLs. Suspends the calling fiber. Connections are kept and reused.
/// Thread-safe.
class HttpClient {
 public:
  struct Options {
    std::size_t threads = 4;
    std::size_t queue_limit = 256;
    std::string user_agent = "gatehouse";
    /// Called, on a thread of the client, with each numeric address before it is dialled; false refuses it
    /// (SSRF; see IpAddress::is_public). Absent: all allowed. A Unix socket is not asked about.
    std::function<bool(const std::string& address)> allow_address;
  };
  explicit HttpClient(Options options);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  Result<ClientResponse, ClientFailure> send(const ClientRequest& request);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace gatehouse::net
