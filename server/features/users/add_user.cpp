// SPDX-License-Identifier: Apache-2.0
#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/new_user.h"
#include "server/features/users/mount.h"
#include "server/features/users/user_answers.h"
#include "server/features/users/user_changes.h"
#include "server/session/first_administrator.h"
#include "server/storage/audit_events.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

enum class Link { none, mailed };

Link link_of(const Body& body) {
  return body.flag("sendLink").value_or(false) ? Link::mailed : Link::none;
}

/// The answer that refuses; absent when the user is stored.
std::optional<http::Response> store(sql::Connection& connection, const Users& users, const Call& call,
                                    const User& user, const std::optional<std::string>& phc, Link link) {
  // Asked before anything is stored, so that nothing has to be taken back.
  if (link == Link::mailed && !users.links.has_room(connection, user)) return too_many_password_links();
  const bool makes_first = user.platform_role && first_administrator::is_open(connection);
  auto stored = user;
  if (makes_first) stored.platform_role = PlatformRole::owner;
  if (users::insert(connection, stored, phc) == users::Inserted::email_taken) return email_taken();
  if (makes_first) first_administrator::close(connection);
  audit_events::append(connection, make_audit_event(call, users.clock.now(), "user.added", user.id.value()));
  if (link == Link::mailed) (void)mail_password_link(connection, users, call, stored);
  return std::nullopt;
}

http::Response insert_user(const Users& users, const Call& call, const User& user,
                           const std::optional<std::string>& phc, Link link) {
  const auto refused = users.database.write(
      [&](sql::Connection& connection) { return store(connection, users, call, user, phc, link); });
  if (refused) return *refused;
  const auto stored =
      users.database.read([&](sql::Connection& connection) { return users::find(connection, user.id); });
  return user_answer(201, stored.value_or(user));
}

std::vector<Field> added_user_fields() {
  auto fields = new_user_fields();
  fields.push_back(Field::flag("sendLink", "Also mail the user a single-use link to set a password."));
  return fields;
}

std::vector<Field> operator_fields() {
  auto fields = added_user_fields();
  fields.push_back(
      Field::text("password", "Password; without one the user can't sign in by password yet.").at_most(1024));
  fields.push_back(
      Field::text("platformRole", "administrator or auditor; the first administrator becomes the owner.")
          .one_of({"owner", "administrator", "auditor"}));
  return fields;
}

}  // namespace

Route add_user_route(Users users) {
  return {.method = http::Method::post,
          .path = "/api/v1/users",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Add a user; the address counts as verified",
          .body = added_user_fields(),
          .answers = {{201, user_shape(UserView::administration)}},
          .refusals = {{403, "beyond_rights"}, {429, "too_many_mails"}},
          .handle = [users, fields = added_user_fields()](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            auto user = make_user(*body, users.clock, users.random);
            if (!user) return invalid_fields(user.error());
            user->email_verified = true;
            return insert_user(users, call, *user, std::nullopt, link_of(*body));
          }};
}

Route operator_add_user_route(Users users) {
  return {.method = http::Method::post,
          .path = "/api/v1/operator/users",
          .access = Access::local_operator(),
          .summary = "Add a user with a password or a platform role",
          .body = operator_fields(),
          .handle = [users, fields = operator_fields()](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            auto user = make_user(*body, users.clock, users.random);
            if (!user) return invalid_fields(user.error());
            user->email_verified = true;
            if (const auto role = body->text("platformRole"))
              user->platform_role = parse_platform_role(*role);
            std::optional<std::string> phc;
            if (const auto text = body->text("password")) {
              if (link_of(*body) == Link::mailed)
                return invalid_fields({{"sendLink", "is for a user without a password"}});
              const auto password = check_new_password(*text, user->email);
              if (!password) return invalid_fields(password.error());
              auto hashed = users.passwords.hash(*password);
              if (!hashed) return overloaded();
              phc = std::move(*hashed);
            }
            return insert_user(users, call, *user, phc, link_of(*body));
          }};
}

}  // namespace gatehouse::server
