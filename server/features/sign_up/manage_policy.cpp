// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/access/sign_up_fields.h"
#include "server/features/sign_up/mount.h"
#include "server/storage/audit_events.h"
#include "server/storage/brands.h"
#include "server/storage/sign_up_policy.h"

namespace gatehouse::server {
namespace {

constexpr const char* kPath = "/api/v1/settings/sign-up";

Shape policy_shape() {
  using namespace shape;
  return object("SignUpPolicy",
                {{"mode", one_of({"off", "open", "domain", "approval"})}, {"domains", list_of(text())}});
}

/// Its version is that of all settings: the page of settings changes the same policy.
http::Response policy_answer(sql::Connection& connection) {
  const auto policy = load_sign_up_policy(connection);
  boost::json::array domains(policy.domains.begin(), policy.domains.end());
  auto response = json_answer(200, {{"mode", to_text(policy.mode)}, {"domains", std::move(domains)}});
  response.headers.set("ETag", version_etag(brands::load(connection, std::nullopt).version));
  return response;
}

/// Within the transaction that stores it, so that nobody's change is lost between reading and writing.
http::Response change(const SignUp& sign_up, const Call& call, const SignUpPolicy& policy,
                      sql::Connection& connection) {
  const auto settings = brands::load(connection, std::nullopt);
  if (auto stale = refuse_stale(call.request, settings.version)) return *stale;
  const auto now = sign_up.clock.now();
  store_sign_up_policy(connection, policy);
  brands::put(connection, std::nullopt, settings.brand, now);
  auto event = make_audit_event(call, now, "settings.sign_up_changed");
  event.target = to_text(policy.mode);
  audit_events::append(connection, event);
  return policy_answer(connection);
}

std::vector<Field> policy_fields() {
  return {
      Field::text("mode", "off, open, domain or approval.")
          .required()
          .one_of({"off", "open", "domain", "approval"}),
      Field::text_list("domains", "Domains of addresses that may sign up, with mode domain.").at_most(253)};
}

}  // namespace

Route show_sign_up_policy_route(SignUp sign_up) {
  return {.method = http::Method::get,
          .path = kPath,
          .access = Access::requires_permission(PlatformPermission::view_platform),
          .summary = "Who may sign up",
          .answers = {{200, policy_shape()}},
          .handle = [sign_up](const Call&) { return sign_up.database.read(policy_answer); }};
}

Route change_sign_up_policy_route(SignUp sign_up) {
  return {.method = http::Method::put,
          .path = kPath,
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary =
              "Say who may sign up: nobody (off), anybody (open), addresses of some domains (domain), or "
              "anybody whom an administrator then enables (approval)",
          .body = policy_fields(),
          .answers = {{200, policy_shape()}},
          .refusals = {{412, "stale"}},
          .handle = [sign_up, fields = policy_fields()](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            SignUpPolicy policy;  // replaced as a whole
            std::vector<http::FieldError> errors;
            apply_sign_up_policy(*body, {"mode", "domains"}, policy, errors);
            if (!errors.empty()) return invalid_fields(std::move(errors));
            return sign_up.database.write(
                [&](sql::Connection& connection) { return change(sign_up, call, policy, connection); });
          }};
}

}  // namespace gatehouse::server
