// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "server/app/command_line/command_context.h"

namespace gatehouse::server {

/// What the doctor has to say about one subject.
struct Finding {
  enum class State { ok, warning, problem };
  std::string subject;
  State state = State::ok;
  std::string text;
  std::string mend = {};  ///< what to do; empty when all is well
};
using Findings = std::vector<Finding>;

/// Examines everything in turn; what can't be looked at because of an earlier problem is left out.
[[nodiscard]] Findings run_checkup(CommandContext& context);

// The single subjects. None of them changes anything.
[[nodiscard]] Findings check_configuration(const Result<ReadSettings, SettingProblems>& settings);
[[nodiscard]] Findings check_data_folder(const Settings& settings);
[[nodiscard]] Findings check_database(const Settings& settings);
[[nodiscard]] Findings check_keys(const Settings& settings);
[[nodiscard]] Findings check_mail(const Settings& settings, const Clock& clock);
[[nodiscard]] Findings check_clock(const Settings& settings, const Clock& clock);
[[nodiscard]] Findings check_public_url(const ReadSettings& settings);

}  // namespace gatehouse::server
