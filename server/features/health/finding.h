// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::server {

/// What looking at one subject has found.
struct Finding {
  enum class State { ok, warning, problem };
  std::string subject;
  State state = State::ok;
  std::string text;
  std::string mend = {};  ///< what to do; empty when all is well
};
using Findings = std::vector<Finding>;

[[nodiscard]] std::string_view to_text(Finding::State state);
/// The worst of them.
[[nodiscard]] Finding::State worst_of(const Findings& findings);

}  // namespace gatehouse::server
