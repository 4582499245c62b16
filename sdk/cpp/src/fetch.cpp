// SPDX-License-Identifier: Apache-2.0
#include "gatehouse/fetch.h"

#include "core/net/http_client.h"
#include "sdk/cpp/src/stop_signals.h"

namespace gatehouse {
namespace {

// One pool of connections for the whole process, made when first needed.
net::HttpClient& shared_client() {
  static const auto client = [] {
    const sdk::StopSignalsBlocked while_threads_are_made;
    return std::make_unique<net::HttpClient>(
        net::HttpClient::Options{.threads = 8, .queue_limit = 1024, .user_agent = "gatehouse-app"});
  }();
  return *client;
}

net::ClientRequest to_request(const std::string& url, const FetchOptions& options) {
  const auto method = http::parse_method(options.method);
  if (!method) throw FetchError("fetch: no such method: " + options.method);
  net::ClientRequest request{.method = *method, .url = url, .body = options.body, .timeout = options.timeout};
  for (const auto& [name, value] : options.headers) request.headers.add(name, value);
  return request;
}

}  // namespace

std::optional<std::string_view> FetchResponse::header(std::string_view name) const {
  for (const auto& [key, value] : headers_) {
    if (http::equal_ignoring_case(key, name)) return value;
  }
  return std::nullopt;
}

FetchResponse fetch(const std::string& url, const FetchOptions& options) {
  auto answer = shared_client().send(to_request(url, options));
  if (!answer) throw FetchError("fetch: " + answer.error().detail);
  FetchResponse::Headers headers;
  for (const auto& field : answer->headers) headers.emplace_back(field.name, field.value);
  return {answer->status, std::move(headers), std::move(answer->body)};
}

}  // namespace gatehouse
