// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/own_origin.h"

#include <algorithm>
#include <cctype>

namespace gatehouse::sdk {
namespace {

std::string to_lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

bool is_authority(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
  });
}

}  // namespace

std::optional<std::string> parse_origin(std::string_view url) {
  if (url.ends_with('/')) url.remove_suffix(1);
  auto origin = to_lower(url);
  const auto scheme = origin.starts_with("https://") ? 8u : origin.starts_with("http://") ? 7u : 0u;
  if (scheme == 0 || !is_authority(std::string_view(origin).substr(scheme))) return std::nullopt;
  return origin;
}

OwnOrigin::OwnOrigin(std::string base_url, std::string host, std::uint16_t port)
    : base_url_(std::move(base_url)), host_(to_lower(host)), port_(port) {}

std::optional<std::string> OwnOrigin::of(const http::Request& request) const {
  if (!base_url_.empty()) return base_url_;
  const auto host = to_lower(request.header("Host").value_or(""));
  if (request.headers.count("Host") != 1 || !is_own_host(host)) return std::nullopt;
  return "http://" + host;
}

bool OwnOrigin::is_at(const http::Request& request) const {
  const auto origin = of(request);
  const auto host = to_lower(request.header("Host").value_or(""));
  return origin && std::string_view(*origin).substr(origin->find("//") + 2) == host;
}

bool OwnOrigin::is_own_host(std::string_view host) const {
  const auto port = ":" + std::to_string(port_);
  if (port == ":80" && !host.ends_with(port)) return is_own_host(std::string(host) + port);
  for (const std::string_view name : {std::string_view("localhost"), std::string_view("127.0.0.1"),
                                      std::string_view("[::1]"), std::string_view(host_)}) {
    if (host == std::string(name) + port) return true;
  }
  return false;
}

}  // namespace gatehouse::sdk
