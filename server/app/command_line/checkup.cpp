// SPDX-License-Identifier: Apache-2.0
#include "server/app/command_line/checkup.h"

#include <iterator>

namespace gatehouse::server {
namespace {

void append(Findings& all, Findings more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

bool has_problem(const Findings& findings) {
  for (const Finding& finding : findings) {
    if (finding.state == Finding::State::problem) return true;
  }
  return false;
}

}  // namespace

Findings run_checkup(CommandContext& context) {
  Findings all = check_configuration(context.settings);
  if (!context.settings) return all;
  const Settings& settings = context.settings->settings;
  append(all, check_data_folder(settings));
  if (!has_problem(all)) {
    Findings database = check_database(settings);
    const bool sound = !has_problem(database);
    append(all, std::move(database));
    if (sound) append(all, check_keys(settings));
    append(all, check_mail(settings, context.clock));
    if (sound) append(all, check_clock(settings, context.clock));
  }
  append(all, check_public_url(*context.settings));
  return all;
}

Findings check_configuration(const Result<ReadSettings, SettingProblems>& settings) {
  const auto make = [](Finding::State state, const std::string& line) {
    return Finding{"configuration", state, line};
  };
  Findings findings;
  if (!settings) {
    for (const std::string& line : settings.error()) findings.push_back(make(Finding::State::problem, line));
    return findings;
  }
  for (const std::string& line : settings->warnings) findings.push_back(make(Finding::State::warning, line));
  std::string set;
  for (const auto& [key, origin] : settings->origins)
    set.append(set.empty() ? "" : ", ").append(key).append(" (").append(origin).append(")");
  findings.push_back(
      make(Finding::State::ok, set.empty() ? "all settings at their defaults" : "set: " + set));
  return findings;
}

}  // namespace gatehouse::server
