// SPDX-License-Identifier: Apache-2.0
#include "server/config/network_address.h"

#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <optional>

namespace gatehouse::server {
namespace {

constexpr std::string_view kListenMend =
    "is not HOST:PORT; write for example 127.0.0.1:8420, or [::1]:8420 for IPv6";

template <class Number>
std::optional<Number> parse_whole(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Bits of the address family; absent when the text is no numeric address.
std::optional<unsigned> find_address_bits(const std::string& address) {
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) return 32;
  if (inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1) return 128;
  return std::nullopt;
}

bool is_address_range(std::string_view range) {
  const auto slash = range.find('/');
  const auto bits = find_address_bits(std::string(range.substr(0, slash)));
  if (!bits) return false;
  if (slash == range.npos) return true;
  const auto prefix = parse_whole<unsigned>(range.substr(slash + 1));
  return prefix && *prefix <= *bits;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

Result<ListenAddress, std::string> parse_listen_address(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == text.npos || colon == 0) return fail(kListenMend);
  const auto port = parse_whole<std::uint16_t>(text.substr(colon + 1));
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  const bool has_colon = host.find(':') != host.npos;
  const bool sound = bracketed ? find_address_bits(std::string(host)) == 128 : !has_colon;
  if (!port || !sound || host.find_first_of(" []/@") != host.npos) return fail(kListenMend);
  return ListenAddress{std::string(host), *port};
}

std::string to_text(const ListenAddress& address) {
  const bool ipv6 = address.host.find(':') != std::string::npos;
  return (ipv6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

Result<std::vector<std::string>, std::string> parse_address_ranges(std::string_view text) {
  std::vector<std::string> ranges;
  while (!text.empty()) {
    const auto comma = text.find(',');
    const std::string_view range = trim(text.substr(0, comma));
    if (!is_address_range(range)) {
      return fail("holds \"" + std::string(range) +
                  "\", which is no address or range; write for example 10.0.0.0/8,::1");
    }
    ranges.emplace_back(range);
    text = comma == text.npos ? std::string_view() : text.substr(comma + 1);
  }
  return ranges;
}

}  // namespace gatehouse::server
