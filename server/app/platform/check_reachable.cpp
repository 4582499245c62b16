// SPDX-License-Identifier: Apache-2.0
#include "core/net/http_client.h"
#include "server/app/platform/checks.h"

namespace gatehouse::server {
namespace {

using State = Finding::State;
constexpr const char* kAddress = "public URL";

}  // namespace

Finding check_reachable(const std::string& url) {
  net::HttpClient client({.threads = 1});
  net::ClientRequest request;
  request.url = url + "/healthz";
  const auto answer = client.send(request);
  if (!answer) {
    return {kAddress, State::problem, url + " is not reachable from here: " + answer.error().detail,
            "check the server's settings public_url and listen, and the proxy between them"};
  }
  if (answer->status != 200) {
    return {kAddress, State::problem, url + "/healthz answers " + std::to_string(answer->status),
            "let the proxy pass all paths on to the server"};
  }
  return {kAddress, State::ok, url + " is reachable"};
}

}  // namespace gatehouse::server
