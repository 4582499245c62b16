// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/secret_string.h"
#include "core/crypto/hmac.h"
#include "core/crypto/sealing_key.h"
#include "server/config/settings.h"

namespace gatehouse::server {

/// Where the key lies that seals secrets in the database, unless the setting `master_key` holds it.
[[nodiscard]] std::filesystem::path master_key_path(const Settings& settings);

/// Makes the key file, mode 0600, on stable storage when it returns. Nothing is made when the setting holds a
/// key.
[[nodiscard]] Result<void, std::string> make_master_key(const Settings& settings, RandomSource& random);

/// Likewise with the text of a key file.
[[nodiscard]] Result<void, std::string> write_master_key(const Settings& settings, const SecretString& text);
/// The text of the key file as it is; absent when there is none, or the setting holds the key.
[[nodiscard]] std::optional<SecretString> read_master_key_text(const Settings& settings);

/// The failure is a sentence with the mend: missing, readable by others, or not a key.
[[nodiscard]] Result<std::unique_ptr<crypto::SealingKey>, std::string> load_master_key(
    const Settings& settings);

/// Likewise the key that marks what goes out through a browser and comes back.
[[nodiscard]] Result<std::unique_ptr<crypto::HmacSha256Key>, std::string> load_marking_key(
    const Settings& settings);

/// Likewise the key that signs what strangers are asked to solve.
[[nodiscard]] Result<std::unique_ptr<crypto::HmacSha256Key>, std::string> load_challenge_key(
    const Settings& settings);

}  // namespace gatehouse::server
