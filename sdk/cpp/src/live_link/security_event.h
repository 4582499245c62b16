// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/token/verified_token.h"

namespace gatehouse::sdk {

/// A session, or all sessions of a user where `session_id` is empty.
struct TokensRevoked {
  std::string user_id, session_id;
};
struct RolesChanged {
  std::string user_id;
  std::vector<std::string> roles;
};
struct EpochRaised {};
struct PolicyChanged {
  std::string policy;  ///< the signed bundle, not yet verified
};
struct KeysChanged {
  std::vector<std::string> withdrawn;
};
/// Nothing for the app to do.
struct Informed {};

/// A verified security event token (RFC 8417), read.
struct SecurityEvent {
  std::string id;             ///< jti
  std::int64_t position = 0;  ///< in the platform's order of events
  std::int64_t happened = 0;  ///< second
  std::int64_t expires = 0;   ///< second, after which nothing it concerns can be alive
  std::variant<Informed, TokensRevoked, RolesChanged, EpochRaised, PolicyChanged, KeysChanged> what;
};

/// What is wrong with it, for the log and for the platform. Events of unknown types are `Informed`.
[[nodiscard]] Result<SecurityEvent, std::string> read_security_event(const token::VerifiedJwt& set);

/// The strings of an array; absent when it is none, or holds anything else.
[[nodiscard]] std::optional<std::vector<std::string>> read_texts(const token::JsonValue& value);

}  // namespace gatehouse::sdk
