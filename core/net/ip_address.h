// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::net {

/// A numeric address. IPv4 is kept as its IPv6-mapped form, so `::ffff:1.2.3.4` and `1.2.3.4` are one.
class IpAddress {
 public:
  /// Absent for anything but one numeric address: no port, no brackets, no zone.
  static std::optional<IpAddress> parse(std::string_view text);
  /// From the 4 or 16 bytes of the network's own form.
  static IpAddress from_bytes_v4(const unsigned char* bytes);
  static IpAddress from_bytes_v6(const unsigned char* bytes);

  [[nodiscard]] bool is_v4() const;
  [[nodiscard]] std::string to_text() const;
  /// An address anyone on the internet can have: not loopback, private, link-local, shared, multicast,
  /// documentation, or one that embeds such an IPv4 address (RFC 6890).
  [[nodiscard]] bool is_public() const;
  /// Whom to count as one: an IPv4 address, or the /64 that an IPv6 network gives to one customer.
  [[nodiscard]] IpAddress subscriber() const;
  [[nodiscard]] const std::array<unsigned char, 16>& bytes() const { return bytes_; }
  // clang-tidy takes the 0 that an ordering is compared with for a null pointer.
  friend auto operator<=>(const IpAddress&, const IpAddress&) = default;  // NOLINT(modernize-use-nullptr)

 private:
  std::array<unsigned char, 16> bytes_{};
};

/// `10.0.0.0/8`, `fd00::/8`, or one address.
class IpRange {
 public:
  static std::optional<IpRange> parse(std::string_view text);
  [[nodiscard]] bool contains(const IpAddress& address) const;

 private:
  IpAddress base_;
  unsigned bits_ = 128;
};

}  // namespace gatehouse::net
