// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/token/to_user.h"

namespace gatehouse::sdk {
namespace {

std::vector<std::string> copy(const std::vector<std::string_view>& views) {
  return {views.begin(), views.end()};
}

}  // namespace

User to_user(const token::VerifiedToken& token) {
  User user{.id = std::string(token.user_id()),
            .email = std::string(token.email()),
            .name = std::string(token.name()),
            .roles = copy(token.roles()),
            .permissions = copy(token.permissions()),
            .session_id = std::string(token.session_id()),
            .email_verified = token.email_verified(),
            .authentication_methods = copy(token.amr()),
            .authenticated_at = std::nullopt};
  if (const auto at = token.authenticated_at())
    user.authenticated_at = std::chrono::floor<std::chrono::seconds>(*at);
  return user;
}

}  // namespace gatehouse::sdk
