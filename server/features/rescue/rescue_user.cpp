// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "core/http/problem.h"
#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/features/rescue/mount.h"
#include "server/session/first_administrator.h"
#include "server/storage/audit_events.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

struct Rescued {
  User user;
  SecretString token;
};

void record(sql::Connection& connection, const Call& call, Time now, const User& user, const char* action) {
  audit_events::append(connection, make_audit_event(call, now, action, user.id.value()));
}

std::optional<Rescued> rescue_user(const Rescue& rescue, sql::Connection& connection, const Call& call,
                                   bool makes_owner) {
  auto user = users::find(connection, UserId(call.request.param("id")));
  if (!user) return std::nullopt;
  const auto now = rescue.clock.now();
  const bool changes = user->is_disabled() || (makes_owner && user->platform_role != PlatformRole::owner);
  if (makes_owner && user->platform_role != PlatformRole::owner) {
    user->platform_role = PlatformRole::owner;
    first_administrator::close(connection);
    record(connection, call, now, *user, "user.made_owner");
  }
  user->disabled_at.reset();
  user->updated_at = now;
  if (changes && !users::update(connection, *user)) return std::nullopt;
  record(connection, call, now, *user, "user.rescued");
  auto token = rescue.links.issue(connection, LinkPurpose::reset_password, *user);
  return Rescued{std::move(*user), std::move(token)};
}

}  // namespace

Route rescue_user_route(Rescue rescue) {
  const std::vector<Field> fields = {
      Field::flag("makeOwner", "Also make the user an owner of the platform.")};
  return {
      .method = http::Method::post,
      .path = "/api/v1/operator/users/{id}/rescue",
      .access = Access::local_operator(),
      .summary = "Enable a user and issue a one-time link to set a new password",
      .body = fields,
      .handle = [rescue, fields](const Call& call) {
        const auto body = parse_body(call.request, fields);
        if (!body) return body.error();
        const bool makes_owner = body->flag("makeOwner").value_or(false);
        const auto rescued = rescue.database.write(
            [&](sql::Connection& connection) { return rescue_user(rescue, connection, call, makes_owner); });
        if (!rescued) return http::problem(404, "not_found", "There is no such user.");
        const auto expires = rescue.clock.now() + lifetime_of(LinkPurpose::reset_password);
        return json_answer(
            201, {{"email", rescued->user.email},
                  {"url", rescue.mailer.url("/reset-password?token=" + std::string(rescued->token.reveal()))},
                  {"expiresAt", to_rfc3339(expires)}});
      }};
}

}  // namespace gatehouse::server
