// SPDX-License-Identifier: Apache-2.0
#include "core/net/ip_address.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <vector>

namespace gatehouse::net {
namespace {

constexpr std::array<unsigned char, 12> kMappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

const std::vector<IpRange>& special_ranges() {
  static const std::vector<IpRange> ranges = [] {
    std::vector<IpRange> list;
    for (const auto* text :
         {"0.0.0.0/8",     "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
          "172.16.0.0/12", "192.0.0.0/24",    "192.0.2.0/24",   "192.88.99.0/24", "192.168.0.0/16",
          "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4",
          "::/96",         "64:ff9b::/96",    "64:ff9b:1::/48", "100::/64",       "2001::/23",
          "2001:db8::/32", "2002::/16",       "3fff::/20",      "5f00::/16",      "fc00::/7",
          "fe80::/10",     "fec0::/10",       "ff00::/8"}) {
      list.push_back(*IpRange::parse(text));
    }
    return list;
  }();
  return ranges;
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  const std::string zero_terminated(text);
  unsigned char bytes[16];
  if (text.find('\0') != text.npos) return std::nullopt;
  if (::inet_pton(AF_INET, zero_terminated.c_str(), bytes) == 1) return from_bytes_v4(bytes);
  if (::inet_pton(AF_INET6, zero_terminated.c_str(), bytes) == 1) return from_bytes_v6(bytes);
  return std::nullopt;
}

IpAddress IpAddress::from_bytes_v4(const unsigned char* bytes) {
  IpAddress address;
  std::copy(kMappedPrefix.begin(), kMappedPrefix.end(), address.bytes_.begin());
  std::copy(bytes, bytes + 4, address.bytes_.begin() + kMappedPrefix.size());
  return address;
}

IpAddress IpAddress::from_bytes_v6(const unsigned char* bytes) {
  IpAddress address;
  std::copy(bytes, bytes + 16, address.bytes_.begin());
  return address;
}

bool IpAddress::is_v4() const {
  return std::equal(kMappedPrefix.begin(), kMappedPrefix.end(), bytes_.begin());
}

std::string IpAddress::to_text() const {
  char text[INET6_ADDRSTRLEN];
  if (is_v4()) {
    ::inet_ntop(AF_INET, bytes_.data() + kMappedPrefix.size(), text, sizeof text);
  } else {
    ::inet_ntop(AF_INET6, bytes_.data(), text, sizeof text);
  }
  return text;
}

bool IpAddress::is_public() const {
  return std::none_of(special_ranges().begin(), special_ranges().end(),
                      [this](const IpRange& range) { return range.contains(*this); });
}

IpAddress IpAddress::subscriber() const {
  auto address = *this;
  if (!is_v4()) std::fill(address.bytes_.begin() + 8, address.bytes_.end(), static_cast<unsigned char>(0));
  return address;
}

std::optional<IpRange> IpRange::parse(std::string_view text) {
  const auto slash = std::min(text.find('/'), text.size());
  const auto base = IpAddress::parse(text.substr(0, slash));
  if (!base) return std::nullopt;
  const unsigned width = base->is_v4() ? 32 : 128;
  unsigned bits = width;
  if (slash < text.size()) {
    const auto digits = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (error != std::errc() || end != digits.data() + digits.size() || bits > width) return std::nullopt;
  }
  IpRange range;
  range.base_ = *base;
  range.bits_ = bits + (128 - width);
  return range;
}

bool IpRange::contains(const IpAddress& address) const {
  const auto whole = bits_ / 8;
  const auto& left = base_.bytes();
  const auto& right = address.bytes();
  if (!std::equal(left.begin(), left.begin() + whole, right.begin())) return false;
  const unsigned rest = bits_ % 8;
  return rest == 0 || (left[whole] >> (8 - rest)) == (right[whole] >> (8 - rest));
}

}  // namespace gatehouse::net
