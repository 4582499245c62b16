// SPDX-License-Identifier: Apache-2.0
#include "core/net/client_origin.h"

#include <algorithm>
#include <optional>

#include "core/http/syntax.h"

namespace gatehouse::net {
namespace {

struct Hop {
  std::optional<IpAddress> address;
  std::string scheme;
};

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = std::min(text.find(separator), text.size());
    parts.push_back(http::trim_whitespace(text.substr(0, end)));
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string_view> list_members(const http::Headers& headers, std::string_view name) {
  std::vector<std::string_view> members;
  for (const auto& field : headers) {
    if (!http::equal_ignoring_case(field.name, name)) continue;
    const auto parts = split(field.value, ',');
    members.insert(members.end(), parts.begin(), parts.end());
  }
  return members;
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 && text.find_first_not_of("0123456789") == text.npos;
}

// `192.0.2.1`, `192.0.2.1:8080`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:8080`
std::optional<IpAddress> parse_node(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == text.npos) return std::nullopt;
    const auto rest = text.substr(end + 1);
    if (!rest.empty() && !(rest.front() == ':' && is_port(rest.substr(1)))) return std::nullopt;
    return IpAddress::parse(text.substr(1, end - 1));
  }
  const auto colon = text.find(':');
  if (colon != text.npos && text.find(':', colon + 1) == text.npos) {
    if (!is_port(text.substr(colon + 1))) return std::nullopt;
    text = text.substr(0, colon);
  }
  return IpAddress::parse(text);
}

std::string_view unquote(std::string_view text) {
  return text.size() >= 2 && text.front() == '"' && text.back() == '"' ? text.substr(1, text.size() - 2)
                                                                       : text;
}

// RFC 7239, section 4
Hop parse_forwarded(std::string_view element) {
  Hop hop;
  for (const auto pair : split(element, ';')) {
    const auto equals = std::min(pair.find('='), pair.size());
    const auto name = pair.substr(0, equals);
    const auto value = unquote(pair.substr(std::min(equals + 1, pair.size())));
    if (http::equal_ignoring_case(name, "for")) hop.address = parse_node(value);
    if (http::equal_ignoring_case(name, "proto")) hop.scheme = value;
  }
  return hop;
}

std::vector<Hop> hops_of(const http::Headers& headers) {
  std::vector<Hop> hops;
  for (const auto member : list_members(headers, "X-Forwarded-For")) hops.push_back({parse_node(member), {}});
  if (!hops.empty()) return hops;
  for (const auto member : list_members(headers, "Forwarded")) hops.push_back(parse_forwarded(member));
  return hops;
}

std::string scheme_of(const http::Headers& headers, const Hop& hop) {
  const auto stated = list_members(headers, "X-Forwarded-Proto");
  const auto scheme = stated.empty() ? std::string_view(hop.scheme) : stated.back();
  return http::equal_ignoring_case(scheme, "https") ? "https" : "http";
}

}  // namespace

bool is_trusted(const IpAddress& address, const std::vector<IpRange>& proxies) {
  return std::any_of(proxies.begin(), proxies.end(),
                     [&](const IpRange& range) { return range.contains(address); });
}

ClientOrigin find_client_origin(const IpAddress& peer, const http::Headers& headers,
                                const std::vector<IpRange>& proxies) {
  ClientOrigin unbelieved{peer.to_text(), "http"};
  if (!is_trusted(peer, proxies)) return unbelieved;
  const auto hops = hops_of(headers);
  if (hops.empty()) return {peer.to_text(), scheme_of(headers, {})};
  for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
    if (!hop->address) return unbelieved;
    if (!is_trusted(*hop->address, proxies)) return {hop->address->to_text(), scheme_of(headers, *hop)};
  }
  return {hops.front().address->to_text(), scheme_of(headers, hops.front())};
}

void remove_claimed_address(const IpAddress& peer, http::Headers& headers,
                            const std::vector<IpRange>& proxies) {
  if (is_trusted(peer, proxies)) return;
  headers.remove("X-Forwarded-Host");
  headers.remove("X-Original-URL");
}

}  // namespace gatehouse::net
