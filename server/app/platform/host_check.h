// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "core/http/request.h"
#include "core/http/response.h"
#include "server/config/settings.h"

namespace gatehouse::server {

/// Answers requests that are not for us by their Host header: 421 (RFC 9110, section 15.5.20), so that no
/// foreign name can speak for the platform (DNS rebinding, poisoned links). Absent when the request may go
/// on.
///
/// Where the public URL is a loopback address, the other loopback names of the same port count as ours, and a
/// page asked for under one of them is redirected to the public URL. `/healthz` and `/readyz` answer any
/// host.
class HostCheck {
 public:
  explicit HostCheck(const Settings& settings);
  [[nodiscard]] std::optional<http::Response> refuse(const http::Request& request) const;

 private:
  PublicUrl public_url_;
  std::uint16_t listen_port_;
};

}  // namespace gatehouse::server
