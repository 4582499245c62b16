// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/base/secret_string.h"
#include "core/crypto/sealing_key.h"
#include "core/sql/connection.h"
#include "server/model/ids.h"

namespace gatehouse::server {

/// All secrets that the app has during a rotation: what it signed with any of them was signed by it or for
/// it.
[[nodiscard]] std::vector<SecretString> load_all_secrets(sql::Connection& connection,
                                                         const crypto::SealingKey& sealing_key,
                                                         const AppId& app);

}  // namespace gatehouse::server
