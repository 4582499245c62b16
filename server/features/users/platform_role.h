// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "server/access/body.h"
#include "server/access/caller.h"
#include "server/model/user.h"

namespace gatehouse::server {

[[nodiscard]] Field platform_role_field();
/// Gives the user the role that the body names, if it names one; the answer refuses what the caller may not
/// grant.
[[nodiscard]] std::optional<http::Response> apply_platform_role(const Caller& caller, const Body& body,
                                                                User& user);
/// What the audit log calls the change to that role.
[[nodiscard]] const char* platform_role_action(std::optional<PlatformRole> role);

}  // namespace gatehouse::server
