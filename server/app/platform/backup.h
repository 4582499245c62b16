// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "server/config/settings.h"

/// The whole platform as one file: a SQLite database with the master key in it, so that it can stand again on
/// another machine. Whoever reads the file has everything.
namespace gatehouse::server {

enum class KeyInBackup { included, left_out };

/// Copies the database as of one moment, whether a server runs on it or not, into a file that must not exist.
/// A key that comes from the setting is never copied. The failure is a sentence with the mend.
[[nodiscard]] Result<KeyInBackup, std::string> write_backup(const Settings& settings,
                                                            const std::filesystem::path& file,
                                                            KeyInBackup wanted);

/// Puts a backup into the data folder, which no other process may be using. The backup is checked first. What
/// was there is set aside beside it: those files are the answer. Who was signed in still is.
[[nodiscard]] Result<std::vector<std::filesystem::path>, std::string> restore_backup(
    const Settings& settings, const std::filesystem::path& file, const Clock& clock, RandomSource& random);

}  // namespace gatehouse::server
