// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "server/config/environment.h"
#include "server/config/settings.h"

namespace gatehouse::server {

/// Where settings may come from; a flag beats the environment, which beats the file that `config` names.
struct SettingSources {
  std::map<std::string, std::string> flags;  ///< by key (`public_url`), not by flag
  Environment environment;
};

/// What reading found wrong. Every text is one line for people: the setting's name, where it came from, the
/// mend. Secrets never appear in one.
using SettingProblems = std::vector<std::string>;

struct ReadSettings {
  Settings settings;
  std::map<std::string, std::string> origins;  ///< key to where it came from, for keys that were set
  std::vector<std::string> warnings;
};

/// Reads and checks everything, and reports all problems at once.
[[nodiscard]] Result<ReadSettings, SettingProblems> read_settings(const SettingSources& sources);

/// Every setting at its default, as with no flag, no environment and no file.
[[nodiscard]] Settings make_default_settings();

}  // namespace gatehouse::server
