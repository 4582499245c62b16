// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/features/users/mount.h"
#include "server/storage/user_imports.h"

namespace gatehouse::server {

/// Brings in the next rows of a running import, in the caller's transaction: some of them, so that sign-ins
/// need not wait long, or all at once where it is all or none. Gives the import as it stands then.
[[nodiscard]] user_imports::Import run_import(sql::Connection& connection, const Users& users,
                                              const Call& call, user_imports::Import import);

}  // namespace gatehouse::server
