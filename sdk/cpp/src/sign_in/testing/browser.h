// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "gatehouse/app.h"

namespace gatehouse::sdk::testing {

/// A cookie jar in front of one app: what a browser does between a page and the next.
class Browser {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;
  explicit Browser(App& app, std::string host = "localhost:3000") : app_(app), host_(std::move(host)) {}

  /// A page load, unless `headers` say otherwise.
  TestResponse get(const std::string& target, const Fields& headers = {{"Sec-Fetch-Mode", "navigate"}}) {
    return send("GET", target, headers);
  }
  TestResponse post(const std::string& target, const Fields& headers = {}) {
    return send("POST", target, headers);
  }
  TestResponse send(const std::string& method, const std::string& target, const Fields& headers) {
    TestRequest request{.method = method, .target = target, .headers = headers};
    request.headers.emplace_back("Host", host_);
    std::string cookies;
    for (const auto& [name, value] : jar) cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
    if (!cookies.empty()) request.headers.emplace_back("Cookie", cookies);
    auto response = app_.handle(request);
    for (const auto& [name, value] : response.headers) {
      if (name == "Set-Cookie") keep(value);
    }
    return response;
  }

  std::map<std::string, std::string> jar;

 private:
  void keep(const std::string& header) {
    const auto equals = header.find('='), end = header.find(';');
    const auto name = header.substr(0, equals);
    if (header.find("Max-Age=0") != header.npos) {
      jar.erase(name);
    } else {
      jar[name] = header.substr(equals + 1, end - equals - 1);
    }
  }
  App& app_;
  std::string host_;
};

}  // namespace gatehouse::sdk::testing
