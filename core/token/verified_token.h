// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/token/claim.h"
#include "core/token/json_document.h"

namespace gatehouse::token {

/// An app token that passed every check; only AppTokenVerifier makes one. Owns its text; the views that it
/// hands out live as long as it does. Claims that a token lacks are empty.
class VerifiedToken {
 public:
  [[nodiscard]] std::string_view user_id() const;  ///< never empty
  [[nodiscard]] std::string_view email() const { return text(Claim::user_email, Claim::email); }
  [[nodiscard]] bool email_verified() const;
  [[nodiscard]] std::string_view name() const { return text(Claim::name); }
  [[nodiscard]] std::string_view issuer() const { return text(Claim::iss); }
  [[nodiscard]] std::string_view session_id() const { return text(Claim::sid); }
  [[nodiscard]] std::string_view token_id() const { return text(Claim::jti); }
  [[nodiscard]] std::string_view scope() const { return text(Claim::scope); }
  [[nodiscard]] std::string_view acr() const { return text(Claim::acr); }

  [[nodiscard]] std::vector<std::string_view> roles() const { return texts(Claim::roles); }
  [[nodiscard]] std::vector<std::string_view> permissions() const { return texts(Claim::permissions); }
  [[nodiscard]] std::vector<std::string_view> amr() const { return texts(Claim::amr); }
  /// Without allocation.
  [[nodiscard]] bool has_role(std::string_view role) const { return holds(Claim::roles, role); }
  [[nodiscard]] bool has_permission(std::string_view one) const { return holds(Claim::permissions, one); }

  [[nodiscard]] Time expires_at() const { return from_unix_seconds(expires_at_); }
  [[nodiscard]] std::optional<Time> authenticated_at() const;

  /// When the token was issued: to the millisecond for tokens of our platform, whose jti carries it (see
  /// make_token_id), so that it can be ordered against an event of the same second; else the start of that
  /// second. Absent without `iat`.
  [[nodiscard]] std::optional<Time> issued_at() const;

  /// Where in the platform's order of security events the token was issued (`pos`): an event of a higher
  /// position came later, whatever any clock says. Absent for tokens of other issuers.
  [[nodiscard]] std::optional<std::int64_t> position() const;

  /// Any claim, for what has no accessor; and the whole payload as it was signed.
  [[nodiscard]] std::optional<JsonValue> find(std::string_view claim) const {
    return document_.root().find(claim);
  }
  [[nodiscard]] std::string_view json() const { return document_.root().text(); }

 private:
  friend class AppTokenVerifier;
  VerifiedToken(JsonDocument document, ClaimIndex claims, std::int64_t expires_at)
      : document_(std::move(document)), claims_(claims), expires_at_(expires_at) {}

  [[nodiscard]] std::optional<JsonValue> value(Claim claim) const;
  [[nodiscard]] std::string_view text(Claim claim) const;
  [[nodiscard]] std::string_view text(Claim claim, Claim otherwise) const;
  [[nodiscard]] std::vector<std::string_view> texts(Claim claim) const;
  [[nodiscard]] bool holds(Claim claim, std::string_view wanted) const;

  JsonDocument document_;
  ClaimIndex claims_;
  std::int64_t expires_at_;
};

/// Any other JWT that passed the checks of its JwtRules; only JwtVerifier makes one. Owns its text.
class VerifiedJwt {
 public:
  /// The payload, an object. Lives as long as this.
  [[nodiscard]] JsonValue claims() const { return document_.root(); }
  /// A claim that is a string; empty when absent or of another type.
  [[nodiscard]] std::string_view text(std::string_view claim) const;
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view claim) const;
  [[nodiscard]] std::string_view json() const { return document_.root().text(); }

 private:
  friend class JwtVerifier;
  explicit VerifiedJwt(JsonDocument document) : document_(std::move(document)) {}
  JsonDocument document_;
};

}  // namespace gatehouse::token
