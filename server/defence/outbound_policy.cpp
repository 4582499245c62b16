// SPDX-License-Identifier: Apache-2.0
#include "server/defence/outbound_policy.h"

#include <algorithm>

#include "core/net/ip_address.h"

namespace gatehouse::server {

std::function<bool(const std::string& address)> make_outbound_policy(
    const std::vector<std::string>& allowed) {
  std::vector<net::IpRange> ranges;
  for (const auto& text : allowed) ranges.push_back(net::IpRange::parse(text).value());
  return [ranges = std::move(ranges)](const std::string& text) {
    const auto address = net::IpAddress::parse(text);
    return address &&
           (address->is_public() || std::any_of(ranges.begin(), ranges.end(),
                                                [&](const auto& one) { return one.contains(*address); }));
  };
}

Result<net::ClientResponse, net::ClientFailure> with_setting_named(
    Result<net::ClientResponse, net::ClientFailure> outcome) {
  if (outcome || outcome.error().kind != net::ClientFailureKind::refused_address) return outcome;
  return fail(
      net::ClientFailure{outcome.error().kind,
                         outcome.error().detail + ": it is not public, and outbound_allow does not name it"});
}

}  // namespace gatehouse::server
