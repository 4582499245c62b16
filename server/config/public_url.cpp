// SPDX-License-Identifier: Apache-2.0
#include "server/config/public_url.h"

#include <algorithm>
#include <array>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace gatehouse::server {
namespace {

namespace urls = boost::urls;

std::string to_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

bool is_host_name(std::string_view host) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  return !host.empty() && host.size() <= 253 && host.front() != '.' && host.find("..") == host.npos &&
         std::all_of(host.begin(), host.end(), allowed);
}

/// Why the parts beyond scheme, host and port are not wanted; empty when there are none.
std::string_view find_surplus(const urls::url_view& url) {
  if (url.has_userinfo()) return "holds a user name; leave it out";
  if (url.has_query()) return "has a query; leave it out";
  if (url.has_fragment()) return "has a fragment; leave it out";
  if (url.encoded_path() != "" && url.encoded_path() != "/") {
    return "has a path; Gatehouse lives at the root of its host, so give it a host name of its own";
  }
  return {};
}

}  // namespace

bool PublicUrl::is_loopback() const {
  return host == "localhost" || host.ends_with(".localhost") || host == "[::1]" ||
         (host.starts_with("127.") && urls::parse_ipv4_address(host).has_value());
}

std::string_view PublicUrl::authority() const {
  return std::string_view(text).substr(is_https() ? 8 : 7);
}

Result<PublicUrl, std::string> parse_public_url(std::string_view text) {
  const auto parsed = urls::parse_uri(text);
  if (!parsed || !parsed->has_authority()) {
    return fail("is not an absolute URL; write for example https://auth.example.com");
  }
  const urls::url_view& url = *parsed;
  if (url.scheme_id() != urls::scheme::http && url.scheme_id() != urls::scheme::https) {
    return fail("is neither http nor https; write for example https://auth.example.com");
  }
  if (const auto surplus = find_surplus(url); !surplus.empty()) return fail(surplus);

  PublicUrl result;
  const bool https = url.scheme_id() == urls::scheme::https;
  result.scheme = https ? PublicUrl::Scheme::https : PublicUrl::Scheme::http;
  result.host = to_lower(std::string_view(url.encoded_host().data(), url.encoded_host().size()));
  const bool named = url.host_type() == urls::host_type::name;
  if (url.host_type() == urls::host_type::ipvfuture || (named && !is_host_name(result.host))) {
    return fail("has no lawful host name; write international names in their xn-- form");
  }
  const std::uint16_t own_port = https ? 443 : 80;
  if (url.has_port() && !url.port().empty() && url.port_number() == 0) {
    return fail("has no lawful port; write a number from 1 to 65535");
  }
  result.port = url.has_port() && !url.port().empty() ? url.port_number() : own_port;
  result.text = std::string(https ? "https://" : "http://") + result.host;
  if (result.port != own_port) result.text += ":" + std::to_string(result.port);
  return result;
}

}  // namespace gatehouse::server
