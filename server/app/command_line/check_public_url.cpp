// SPDX-License-Identifier: Apache-2.0
#include "core/net/http_client.h"
#include "server/app/command_line/checkup.h"
#include "server/app/command_line/socket_transport.h"

namespace gatehouse::server {
namespace {

using State = Finding::State;
constexpr const char* kSubject = "public URL";

/// What `/healthz` says under the public URL; asked only while the server runs.
Finding check_reachable(const Settings& settings) {
  const std::string& url = settings.public_url.text;
  net::HttpClient client({.threads = 1});
  net::ClientRequest request;
  request.url = url + "/healthz";
  const auto answer = client.send(request);
  if (!answer) {
    return {kSubject, State::problem, url + " is not reachable from here: " + answer.error().detail,
            "check public_url, listen (" + to_text(settings.listen) + ") and the proxy between them"};
  }
  if (answer->status != 200) {
    return {kSubject, State::problem, url + "/healthz answers " + std::to_string(answer->status),
            "let the proxy pass all paths on to " + to_text(settings.listen)};
  }
  return {kSubject, State::ok, url + " is reachable"};
}

}  // namespace

Findings check_public_url(const Settings& settings) {
  Findings findings;
  const PublicUrl& url = settings.public_url;
  if (!url.is_https() && url.is_loopback()) {
    findings.push_back({kSubject, State::ok, url.text + " is for this machine only"});
  }
  if (find_running_server(settings.socket_path()) != nullptr) {
    findings.push_back(check_reachable(settings));
  } else {
    findings.push_back(
        {kSubject, State::ok, url.text + " is lawful; the server doesn't run, so it wasn't tried"});
  }
  return findings;
}

}  // namespace gatehouse::server
