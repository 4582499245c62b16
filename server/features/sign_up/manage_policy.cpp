// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/features/sign_up/mount.h"
#include "server/model/email.h"
#include "server/storage/audit_events.h"
#include "server/storage/sign_up_policy.h"

namespace gatehouse::server {
namespace {

constexpr const char* kPath = "/api/v1/settings/sign-up";
constexpr std::size_t kMostDomains = 100;

http::Response policy_answer(const SignUpPolicy& policy) {
  boost::json::array domains(policy.domains.begin(), policy.domains.end());
  return json_answer(200, {{"mode", to_text(policy.mode)}, {"domains", std::move(domains)}});
}

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

std::vector<Field> policy_fields() {
  return {
      Field::text("mode", "off, open, domain or approval.").required(),
      Field::text_list("domains", "Domains of addresses that may sign up, with mode domain.").at_most(253)};
}

}  // namespace

Route show_sign_up_policy_route(SignUp sign_up) {
  return {
      .method = http::Method::get,
      .path = kPath,
      .access = Access::requires_permission(PlatformPermission::view_platform),
      .summary = "Who may sign up",
      .handle = [sign_up](const Call&) { return policy_answer(sign_up.database.read(load_sign_up_policy)); }};
}

Route change_sign_up_policy_route(SignUp sign_up) {
  return {.method = http::Method::put,
          .path = kPath,
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary =
              "Say who may sign up: nobody (off), anybody (open), addresses of some domains (domain), or "
              "anybody whom an administrator then enables (approval)",
          .body = policy_fields(),
          .handle = [sign_up, fields = policy_fields()](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            const auto mode = parse_sign_up_mode(*body->text("mode"));
            if (!mode) return invalid_fields({{"mode", "must be off, open, domain or approval"}});
            const auto domains = parse_domains(body->texts("domains").value_or(std::vector<std::string>()));
            if (!domains)
              return invalid_fields({{"domains", "must be at most 100 domains such as example.com"}});
            if (*mode == SignUpPolicy::Mode::domain && domains->empty())
              return invalid_fields({{"domains", "must name at least one domain"}});
            const SignUpPolicy policy{*mode, *domains};
            sign_up.database.write([&](sql::Connection& connection) {
              store_sign_up_policy(connection, policy);
              auto event = make_audit_event(call, sign_up.clock.now(), "settings.sign_up_changed");
              event.target = to_text(*mode);
              audit_events::append(connection, event);
            });
            return policy_answer(policy);
          }};
}

}  // namespace gatehouse::server
