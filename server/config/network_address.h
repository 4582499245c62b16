// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace gatehouse::server {

/// Where a server listens.
struct ListenAddress {
  std::string host;        ///< numeric address or host name, IPv6 without brackets
  std::uint16_t port = 0;  ///< 0: the kernel chooses

  friend bool operator==(const ListenAddress&, const ListenAddress&) = default;
};

/// `127.0.0.1:8420`, `[::1]:8420`, `localhost:0`. The failure is a phrase that follows the value.
[[nodiscard]] Result<ListenAddress, std::string> parse_listen_address(std::string_view text);
[[nodiscard]] std::string to_text(const ListenAddress& address);

/// Numeric addresses and CIDR ranges, separated by commas; none for empty text. The failure is a phrase.
[[nodiscard]] Result<std::vector<std::string>, std::string> parse_address_ranges(std::string_view text);

}  // namespace gatehouse::server
