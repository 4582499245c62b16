// SPDX-License-Identifier: Apache-2.0
#include <optional>

#include <boost/json.hpp>

#include "server/app/command_line/checkup.h"
#include "server/app/command_line/socket_transport.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;
using State = Finding::State;
constexpr const char* kSubject = "public URL";

/// The public URL that the running server has, which may come from its own flags; absent when it doesn't say.
std::optional<std::string> ask_server(Transport& server) {
  http::Request request;
  request.path = "/api/v1/openapi.json";
  const auto answer = server.send(request);
  if (!answer || answer->status != 200) return std::nullopt;
  json::error_code failed;
  const auto body = json::parse(answer->body, failed);
  if (failed) return std::nullopt;
  const auto* url = body.find_pointer("/servers/0/url", failed);
  if (url == nullptr || !url->is_string()) return std::nullopt;
  return std::string(url->get_string());
}

}  // namespace

Findings check_public_url(const ReadSettings& read) {
  const PublicUrl& url = read.settings.public_url;
  const auto server = find_running_server(read.settings.socket_path());
  if (server == nullptr) {
    return {{kSubject, State::ok, url.text + " is lawful; no server runs, so it wasn't tried"}};
  }
  const std::string actual = ask_server(*server).value_or(url.text);
  Findings findings{check_reachable(actual)};
  if (read.origins.count("public_url") != 0 && actual != url.text) {
    findings.push_back({kSubject, State::warning,
                        "the server runs with " + actual + ", these settings say " + url.text,
                        "restart the server with these settings, or correct them"});
  }
  return findings;
}

}  // namespace gatehouse::server
