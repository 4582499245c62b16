// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/metrics.h"

#include <fmt/format.h>

namespace gatehouse::server {

std::string RequestCounts::render() const {
  std::string text =
      "# HELP gatehouse_http_responses_total Answers by class of status.\n"
      "# TYPE gatehouse_http_responses_total counter\n";
  for (std::size_t i = 1; i < by_class_.size(); ++i) {
    text += fmt::format("gatehouse_http_responses_total{{status=\"{}xx\"}} {}\n", i, by_class_[i].load());
  }
  return text;
}

std::string render_metric(std::string_view name, std::string_view type, std::string_view help,
                          std::uint64_t value) {
  return fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n{0} {3}\n", name, type, help, value);
}

}  // namespace gatehouse::server
