// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "core/base/secret_string.h"
#include "core/token/signing_key.h"
#include "server/issuance/platform_keys.h"
#include "server/model/app.h"

namespace gatehouse::server {

/// What signs for the app by that algorithm: its secret for HS256, else the platform key of that purpose.
/// Throws where an app that signs by its secret has none.
[[nodiscard]] std::shared_ptr<const token::SigningKey> find_signing_key(
    PlatformKeys& keys, PlatformKeys::Purpose purpose, const App& app, AppAlgorithm algorithm,
    const std::optional<SecretString>& secret);

}  // namespace gatehouse::server
