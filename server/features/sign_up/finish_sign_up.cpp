// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/invalid_token.h"
#include "server/access/json_text.h"
#include "server/access/new_user.h"
#include "server/features/sign_up/mount.h"
#include "server/features/sign_up/sign_up_closed.h"
#include "server/storage/audit_events.h"
#include "server/storage/sign_up_approvals.h"
#include "server/storage/sign_up_policy.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

User make_verified_user(const SignUp& sign_up, const SingleUseLinks::Link& link, const std::string& name,
                        const SignUpPolicy& policy) {
  User user;
  user.id = UserId(make_sortable_text(kUserIdPrefix, sign_up.clock, sign_up.random));
  user.email = link.email;
  user.email_verified = true;
  user.name = name;
  if (!link.detail.empty()) user.locale = link.detail;
  user.created_at = user.updated_at = sign_up.clock.now();
  if (policy.mode == SignUpPolicy::Mode::approval) user.disabled_at = user.created_at;
  return user;
}

/// False when the link was used, or the address taken, meanwhile.
bool store(const SignUp& sign_up, sql::Connection& connection, const Call& call, const SecretString& token,
           const User& user, const std::string& phc) {
  if (!sign_up.links.take(connection, LinkPurpose::sign_up, token)) return false;
  if (users::insert(connection, user, phc) == users::Inserted::email_taken) return false;
  if (user.is_disabled()) sign_up_approvals::insert(connection, user.id, user.created_at);
  auto event = make_audit_event(call, user.created_at, "user.signed_up", user.id.value());
  event.actor = user.id.value();
  event.reason = user.is_disabled() ? "needs_approval" : "";
  audit_events::append(connection, event);
  return true;
}

http::Response finish(const SignUp& sign_up, const Call& call, const Body& body) {
  const SecretString token(*body.text("token"));
  const auto policy = sign_up.database.read(load_sign_up_policy);
  const auto link = sign_up.database.read([&](sql::Connection& connection) {
    return sign_up.links.find(connection, LinkPurpose::sign_up, token);
  });
  if (!link || !policy.admits(link->email)) return invalid_token();
  const auto name = body.text("name").value_or("");
  if (!name.empty() && !is_person_name(name))
    return invalid_fields({{"name", "must be one line of readable text of at most 200 bytes"}});
  const auto password = check_new_password(*body.text("password"), link->email);
  if (!password) return invalid_fields(password.error());
  const auto phc = sign_up.passwords.hash(*password);
  if (!phc) return overloaded();
  const auto user = make_verified_user(sign_up, *link, name, policy);
  const bool stored = sign_up.database.write(
      [&](sql::Connection& connection) { return store(sign_up, connection, call, token, user, *phc); });
  if (!stored) return invalid_token();
  return json_answer(201, {{"status", user.is_disabled() ? "awaiting_approval" : "complete"}});
}

}  // namespace

Route finish_sign_up_route(SignUp sign_up) {
  const std::vector<Field> fields = {link_token_field(), Field::text("name", "Full name.").at_most(200),
                                     Field::text("password", "The password to be.").required().at_most(1024)};
  return {
      .method = http::Method::post,
      .path = "/api/v1/sign-up/confirm",
      .access = Access::anyone(),
      .summary = "Make the account, with the mailed link; the address is proven by it",
      .body = fields,
      .answers = {{201, shape::object("", {{"status", shape::one_of({"complete", "awaiting_approval"})}})}},
      .refusals = {{400, "invalid_token"}, {404, "not_found"}},
      .handle = [sign_up, fields](const Call& call) {
        const auto policy = sign_up.database.read(load_sign_up_policy);
        if (policy.mode == SignUpPolicy::Mode::off) return sign_up_closed();
        const auto body = parse_body(call.request, fields);
        return body ? finish(sign_up, call, *body) : body.error();
      }};
}

}  // namespace gatehouse::server
