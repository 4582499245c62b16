// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gatehouse/json.h"

namespace gatehouse {

/// No answer came: unreachable, refused certificate, timeout, or too long an answer.
class FetchError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct FetchOptions {
  std::string method = "GET";
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  std::chrono::milliseconds timeout{5000};  ///< for the whole exchange
};

class FetchResponse {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;
  FetchResponse(int status, Headers headers, std::string body)
      : status_(status), headers_(std::move(headers)), body_(std::move(body)) {}
  [[nodiscard]] int status() const { return status_; }
  [[nodiscard]] bool ok() const { return status_ >= 200 && status_ < 300; }
  [[nodiscard]] const std::string& text() const { return body_; }
  [[nodiscard]] Json json() const { return Json::parse(body_); }  ///< throws JsonError
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;

 private:
  int status_;
  Headers headers_;
  std::string body_;
};

/// Asks another service over http or https and returns its answer, whatever its status; throws FetchError
/// when there is none. Suspends the request's fiber and never blocks the server. Redirects are not followed,
/// answers are limited to 1 MiB. Thread-safe.
FetchResponse fetch(const std::string& url, const FetchOptions& options = {});

}  // namespace gatehouse
