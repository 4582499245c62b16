// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace gatehouse::server {

/// Where people and apps reach the platform; the issuer of its tokens and the Origin its writes must have.
struct PublicUrl {
  enum class Scheme { http, https };

  /// Serialised as a browser writes an Origin: lower case, default port left out, no trailing slash.
  std::string text;
  Scheme scheme = Scheme::http;
  std::string host;         ///< as in the URL, so an IPv6 address stands in brackets
  std::uint16_t port = 80;  ///< the scheme's own where the URL names none

  [[nodiscard]] bool is_https() const { return scheme == Scheme::https; }
  /// `localhost`, `*.localhost`, 127.0.0.0/8 or `[::1]`: never leaves the machine.
  [[nodiscard]] bool is_loopback() const;
  /// What a Host header says: the port is left out where it is the scheme's own.
  [[nodiscard]] std::string_view authority() const;

  friend bool operator==(const PublicUrl&, const PublicUrl&) = default;
};

/// Accepts an absolute http or https URL with no path but `/`. The failure is a phrase that follows the
/// value: `has a query; leave it out`.
[[nodiscard]] Result<PublicUrl, std::string> parse_public_url(std::string_view text);

}  // namespace gatehouse::server
