// SPDX-License-Identifier: Apache-2.0
#include "server/app/command_line/command.h"

#include <stdexcept>

namespace gatehouse::server {

std::optional<std::string> Invocation::find(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) return std::nullopt;
  return found->second.back();
}

const std::string& Invocation::get(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) throw std::out_of_range("no such word or option: " + std::string(name));
  return found->second.back();
}

std::vector<std::string> Invocation::all(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::vector<std::string>() : found->second;
}

std::string Command::name() const {
  return verb.empty() ? std::string(noun) : std::string(noun) + " " + std::string(verb);
}

}  // namespace gatehouse::server
