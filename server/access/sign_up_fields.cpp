// SPDX-License-Identifier: Apache-2.0
#include "server/access/sign_up_fields.h"

#include "server/model/email.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kMostDomains = 100;

/// Absent when one of them is no domain; lower case.
std::optional<std::vector<std::string>> parse_domains(const std::vector<std::string>& texts) {
  std::vector<std::string> domains;
  for (const auto& text : texts) {
    const auto email = parse_email("x@" + text);
    if (!email || domains.size() == kMostDomains) return std::nullopt;
    domains.push_back(email->substr(2));
  }
  return domains;
}

}  // namespace

void apply_sign_up_policy(const Body& body, const SignUpMembers& members, SignUpPolicy& policy,
                          std::vector<http::FieldError>& errors) {
  if (const auto text = body.text(members.mode)) {
    policy.mode = parse_sign_up_mode(*text).value_or(policy.mode);
  }
  if (const auto texts = body.texts(members.domains)) {
    const auto domains = parse_domains(*texts);
    if (!domains)
      return errors.push_back({members.domains, "must be at most 100 domains such as example.com"});
    policy.domains = *domains;
  }
  if (policy.mode == SignUpPolicy::Mode::domain && policy.domains.empty())
    errors.push_back({members.domains, "must name at least one domain"});
}

}  // namespace gatehouse::server
