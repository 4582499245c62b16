// SPDX-License-Identifier: Apache-2.0
#include "server/app/command_line/option_fields.h"

#include <algorithm>

namespace gatehouse::server {
namespace {

/// Fields whose options are called otherwise than they.
constexpr OptionField kOtherwiseNamed[] = {{"--expires", "expiresInSeconds"},
                                           {"--token-lifetime", "tokenLifetimeSeconds"},
                                           {"--ttl", "ttlSeconds"},
                                           {"--uses", "maxUses"},
                                           {"--app", "appId"},
                                           {"--app", "appIds"},
                                           {"--user", "userId"},
                                           {"--role", "roles"},
                                           {"--permission", "permissions"},
                                           {"--domain", "domains"},
                                           {"--sign-up-domain", "signUpDomains"},
                                           {"--redirect-uri", "redirectUris"},
                                           {"--post-logout-redirect-uri", "postLogoutRedirectUris"},
                                           {"--id-token-algorithm", "idTokenSignedResponseAlg"},
                                           {"--signed-userinfo", "userinfoSignedResponseAlg"},
                                           {"--jwks-file", "jwks"},
                                           {"--password-stdin", "password"},
                                           {"--secret-key-stdin", "secretKey"},
                                           {"--admin", "platformRole"}};

bool has_option(const Command& command, std::string_view name) {
  return std::any_of(command.options.begin(), command.options.end(),
                     [&](const Option& option) { return option.name == name; });
}

/// `--first-name` for `firstName`.
std::string usual_option(std::string_view field) {
  std::string option = "--";
  for (const char c : field) {
    const bool is_capital = c >= 'A' && c <= 'Z';
    if (is_capital) option += '-';
    option += is_capital ? char(c - 'A' + 'a') : c;
  }
  return option;
}

}  // namespace

boost::json::object make_fields(const Invocation& given, std::span<const OptionField> fields) {
  boost::json::object body;
  for (const auto& [option, field, when_empty] : fields) {
    const auto value = given.find(option);
    if (!value) continue;
    const bool is_null = value->empty() && when_empty == WhenEmpty::null;
    body[field] = is_null ? boost::json::value(nullptr) : boost::json::value(*value);
  }
  return body;
}

std::string name_of_field(const Command& command, std::string_view field) {
  if (auto option = usual_option(field); has_option(command, option)) return option;
  for (const auto& known : kOtherwiseNamed) {
    if (known.field == field && has_option(command, known.option)) return std::string(known.option);
  }
  return std::string(field);
}

}  // namespace gatehouse::server
