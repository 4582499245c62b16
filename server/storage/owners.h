// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/connection.h"
#include "server/model/ids.h"

/// Who owns the platform. As in storage/users.h.
namespace gatehouse::server::owners {

/// Whether somebody else is an owner and can sign in: has a password, is not disabled, and has not asked to
/// be deleted.
[[nodiscard]] bool has_other(sql::Connection& connection, const UserId& id);

}  // namespace gatehouse::server::owners
