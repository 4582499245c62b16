// SPDX-License-Identifier: Apache-2.0
#include "server/storage/sign_up_policy.h"

#include <algorithm>
#include <sstream>

#include "server/storage/platform_state.h"

namespace gatehouse::server {
namespace {

constexpr std::string_view kMode = "sign_up";
constexpr std::string_view kDomains = "sign_up_domains";

using Mode = SignUpPolicy::Mode;

}  // namespace

bool SignUpPolicy::admits(std::string_view canonical_email) const {
  if (mode == Mode::off) return false;
  if (mode != Mode::domain) return true;
  const auto domain = canonical_email.substr(canonical_email.rfind('@') + 1);
  return std::find(domains.begin(), domains.end(), domain) != domains.end();
}

std::string_view to_text(Mode mode) {
  switch (mode) {
    case Mode::off:
      return "off";
    case Mode::open:
      return "open";
    case Mode::domain:
      return "domain";
    case Mode::approval:
      return "approval";
  }
  return "off";
}

std::optional<Mode> parse_sign_up_mode(std::string_view text) {
  for (const auto mode : {Mode::off, Mode::open, Mode::domain, Mode::approval}) {
    if (text == to_text(mode)) return mode;
  }
  return std::nullopt;
}

SignUpPolicy load_sign_up_policy(sql::Connection& connection) {
  SignUpPolicy policy;
  policy.mode =
      parse_sign_up_mode(platform_state::find(connection, kMode).value_or("off")).value_or(Mode::off);
  std::istringstream words(platform_state::find(connection, kDomains).value_or(""));
  for (std::string domain; words >> domain;) policy.domains.push_back(domain);
  return policy;
}

void store_sign_up_policy(sql::Connection& connection, const SignUpPolicy& policy) {
  std::string domains;
  for (const auto& domain : policy.domains) domains += (domains.empty() ? "" : " ") + domain;
  platform_state::put(connection, kMode, to_text(policy.mode));
  platform_state::put(connection, kDomains, domains);
}

}  // namespace gatehouse::server
