// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/host_check.h"

#include <string>

#include "core/http/headers.h"
#include "core/http/problem.h"

namespace gatehouse::server {
namespace {

bool is_loopback_name(std::string_view host, std::uint16_t port) {
  const auto suffix = ":" + std::to_string(port);
  if (port == 80 && host.find(':') == std::string_view::npos)
    return host == "localhost" || host == "127.0.0.1";
  if (!host.ends_with(suffix)) return false;
  host.remove_suffix(suffix.size());
  return http::equal_ignoring_case(host, "localhost") || host == "127.0.0.1" || host == "[::1]";
}

}  // namespace

HostCheck::HostCheck(const Settings& settings)
    : public_url_(settings.public_url), listen_port_(settings.listen.port) {}

std::optional<http::Response> HostCheck::refuse(const http::Request& request) const {
  if (request.path == "/healthz" || request.path == "/readyz") return std::nullopt;
  const auto host = request.header("Host").value_or("");
  if (http::equal_ignoring_case(host, public_url_.authority())) return std::nullopt;
  if (public_url_.is_loopback() &&
      (is_loopback_name(host, public_url_.port) || is_loopback_name(host, listen_port_))) {
    const bool reads = request.method == http::Method::get || request.method == http::Method::head;
    if (!reads || !request.is_navigation() || request.path.starts_with("/api/")) return std::nullopt;
    return http::redirect(
        public_url_.text + request.path + (request.query.empty() ? "" : "?" + request.query), 307);
  }
  return http::problem(421, "unknown_host",
                       "This platform does not answer for that host name; see the setting public_url.");
}

}  // namespace gatehouse::server
