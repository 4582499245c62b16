// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "core/http/request.h"

namespace gatehouse::sdk {

/// Where browsers reach this app. A Host header is believed only as far as it can do no harm: redirect URIs
/// and cookies are never made for a name that somebody else chose.
class OwnOrigin {
 public:
  /// `base_url` is `http(s)://host[:port]` without a path, or empty: then the app is reached at the address
  /// that it listens on, by any of the loopback names.
  OwnOrigin(std::string base_url, std::string host, std::uint16_t port);

  /// For a port that the kernel chose. Before the first request.
  void set_port(std::uint16_t port) { port_ = port; }

  /// The origin to build redirect URIs from; absent when the request came by a name that is not ours.
  [[nodiscard]] std::optional<std::string> of(const http::Request& request) const;
  /// True when the request came by the very name that `of` gives, so that cookies set now come back.
  [[nodiscard]] bool is_at(const http::Request& request) const;
  /// Whether cookies are to be sent over https alone.
  [[nodiscard]] bool is_https() const { return base_url_.starts_with("https://"); }

 private:
  [[nodiscard]] bool is_own_host(std::string_view host) const;
  std::string base_url_;
  std::string host_;
  std::atomic<std::uint16_t> port_;
};

/// `http(s)://host[:port]`, a slash at the end dropped; absent for anything else.
[[nodiscard]] std::optional<std::string> parse_origin(std::string_view url);

}  // namespace gatehouse::sdk
