// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/secret_string.h"
#include "server/features/signals/receiver.h"

namespace gatehouse::server {

inline constexpr std::string_view kPollDelivery = "urn:ietf:rfc:8936";
inline constexpr std::string_view kPushDelivery = "urn:ietf:rfc:8935";
/// A stream that nobody polls for so long is dropped.
inline constexpr std::chrono::seconds kInactivityTimeout = std::chrono::hours(1);

enum class Replaces { given, everything };
/// Applies what a receiver may say of its stream. What its pushes are to carry as Authorization from now on,
/// an empty text for nothing; absent where that stays. The error is the answer to give where something is not
/// acceptable.
[[nodiscard]] Result<std::optional<SecretString>, http::Response> apply(const boost::json::object& body,
                                                                        Replaces replaces, Stream& stream);

}  // namespace gatehouse::server
