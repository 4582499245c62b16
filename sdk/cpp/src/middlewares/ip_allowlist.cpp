// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <optional>

#include "gatehouse/env.h"
#include "gatehouse/middlewares.h"

namespace gatehouse {
namespace {

// IPv4 in its mapped form (RFC 4291, section 2.5.5.2), so that both families compare alike.
using Address = std::array<unsigned char, 16>;

std::optional<Address> parse_address(const std::string& text) {
  Address address{};
  if (inet_pton(AF_INET6, text.c_str(), address.data()) == 1) return address;
  address[10] = address[11] = 0xff;
  if (inet_pton(AF_INET, text.c_str(), address.data() + 12) == 1) return address;
  return std::nullopt;
}

struct Range {
  Address address;
  unsigned bits;

  [[nodiscard]] bool contains(const Address& other) const {
    const unsigned whole = bits / 8;
    if (!std::equal(address.begin(), address.begin() + whole, other.begin())) return false;
    return bits % 8 == 0 || (address[whole] ^ other[whole]) >> (8 - bits % 8) == 0;
  }
};

std::optional<Range> parse_range(const std::string& text) {
  const auto slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  const bool is_v4 = text.find(':') == text.npos;
  unsigned bits = is_v4 ? 32 : 128;
  if (slash != text.npos) {
    const unsigned most = bits;
    const char *begin = text.data() + slash + 1, *end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(begin, end, bits);
    if (error != std::errc() || stop != end || bits > most) return std::nullopt;
  }
  return Range{*address, is_v4 ? bits + 96 : bits};
}

}  // namespace

Middleware ip_allowlist(std::vector<std::string> texts) {
  std::vector<Range> ranges;
  for (const auto& text : texts) {
    const auto range = parse_range(text);
    if (!range) throw StartError("ip_allowlist: not an address or range: " + text + " (write 10.0.0.0/8)");
    ranges.push_back(*range);
  }
  return [ranges = std::move(ranges)](Request& req, Response& res, Next next) {
    const auto address = parse_address(req.client_address());
    const auto has = [&](const Range& range) { return range.contains(*address); };
    if (!address || !std::any_of(ranges.begin(), ranges.end(), has)) {
      return res.status(403).json({{"error", "Your address is not allowed"}});
    }
    next();
  };
}

}  // namespace gatehouse
