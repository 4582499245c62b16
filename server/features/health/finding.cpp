// SPDX-License-Identifier: Apache-2.0
#include "server/features/health/finding.h"

#include <algorithm>

namespace gatehouse::server {

std::string_view to_text(Finding::State state) {
  switch (state) {
    case Finding::State::ok:
      return "ok";
    case Finding::State::warning:
      return "warning";
    case Finding::State::problem:
      return "problem";
  }
  return "";
}

Finding::State worst_of(const Findings& findings) {
  auto worst = Finding::State::ok;
  for (const auto& finding : findings) worst = std::max(worst, finding.state);
  return worst;
}

}  // namespace gatehouse::server
