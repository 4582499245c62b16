// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/crypto/hmac.h"
#include "core/http/form.h"

namespace gatehouse::server {

/// Remembers, in the address to return to, from when on a sign-in counts as the one that was asked for. The
/// mark is signed over that time and the whole request, so that no edited or foreign address passes, and it
/// ends soon, so that an old one is worth nothing.
class Reauthentication {
 public:
  /// Name of the parameter that carries the mark.
  static constexpr std::string_view kParameter = "gatehouse_asked";
  static constexpr std::chrono::minutes kLifetime{15};

  Reauthentication(const Clock& clock, const crypto::HmacSha256Key& key);

  /// The mark for a request that asks now. `request` is what `encode_request` gives.
  [[nodiscard]] std::string make_mark(std::string_view request) const;

  /// When the request was sent to sign in; absent without a mark that holds.
  [[nodiscard]] std::optional<Time> asked_at(const http::FormParameters& parameters) const;

  /// True when the request carries a mark that holds and the sign-in came after it.
  [[nodiscard]] bool is_done(const http::FormParameters& parameters, Time authenticated_at) const;

 private:
  const Clock& clock_;
  crypto::HmacSha256Key key_;
};

/// The parameters as a query string, without a mark and without empty ones.
[[nodiscard]] std::string encode_request(const http::FormParameters& parameters);

}  // namespace gatehouse::server
