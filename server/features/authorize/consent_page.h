// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/crypto/hmac.h"
#include "core/http/form.h"
#include "server/access/route.h"
#include "server/features/authorize/client_return.h"

namespace gatehouse::server {

/// Asks a signed-in user whether somebody else's app may know what it asks for. The page carries the app's
/// request with a mark signed over it, the session and the time, so that an answer counts only for what was
/// shown, to whom it was shown, and soon.
class ConsentPage {
 public:
  static constexpr std::string_view kPath = "/oauth2/consent";
  static constexpr std::chrono::minutes kLifetime{15};

  ConsentPage(const Clock& clock, const crypto::HmacSha256Key& key, std::string issuer);

  [[nodiscard]] http::Response show(const Call& call, const ClientReturn& client, std::string_view scope,
                                    const http::FormParameters& request) const;
  /// The request that a filled-in page is about; absent for a form that is none of ours.
  [[nodiscard]] std::optional<http::FormParameters> find_request(const Call& call,
                                                                 const http::FormParameters& form) const;

 private:
  const Clock& clock_;
  crypto::HmacSha256Key key_;
  std::string issuer_;
};

}  // namespace gatehouse::server
