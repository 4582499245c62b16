// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/http/headers.h"
#include "core/net/ip_address.h"

namespace gatehouse::net {

/// Where a request came from, as far as it can be believed.
struct ClientOrigin {
  std::string address;
  std::string scheme;
};

[[nodiscard]] bool is_trusted(const IpAddress& address, const std::vector<IpRange>& proxies);

/// The peer itself, unless it is a trusted proxy: then the right-most hop of X-Forwarded-For (else of
/// Forwarded, RFC 7239) that is no trusted proxy, and the right-most X-Forwarded-Proto (else the `proto` of
/// that hop). One value that can't be read makes all of them unbelievable: the peer's address, and http.
[[nodiscard]] ClientOrigin find_client_origin(const IpAddress& peer, const http::Headers& headers,
                                              const std::vector<IpRange>& proxies);

/// Takes out the fields by which a proxy names the address that a browser asked for: from a peer that is no
/// trusted proxy, so that no handler can believe them.
void remove_claimed_address(const IpAddress& peer, http::Headers& headers,
                            const std::vector<IpRange>& proxies);

}  // namespace gatehouse::net
