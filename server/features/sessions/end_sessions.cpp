// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/features/sessions/mount.h"
#include "server/storage/audit_events.h"
#include "server/storage/session_lists.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

/// Owners are not to be thrown out by those below them.
std::optional<http::Response> refuse_over_owner(const Caller& caller, const User& user) {
  const bool is_allowed =
      caller.is_operator() || user.platform_role != PlatformRole::owner ||
      (caller.kind() == Caller::Kind::user && caller.user().platform_role == PlatformRole::owner);
  if (is_allowed) return std::nullopt;
  return http::problem(403, "forbidden", "Only an owner may end an owner's sessions.");
}

http::Response ended(std::int64_t count) {
  return json_answer(200, {{"ended", count}});
}

http::Response end_one(const Sessions& sessions, const Call& call) {
  const SessionId id(call.request.param("id"));
  return sessions.database.write([&](sql::Connection& connection) {
    const auto session = sessions::find(connection, id);
    const auto user = session ? users::find(connection, session->user_id) : std::nullopt;
    if (!user) return http::problem(404, "not_found", "There is no such session.");
    if (auto refused = refuse_over_owner(call.caller, *user)) return *refused;
    sessions::remove(connection, id);
    auto event = make_audit_event(call, sessions.clock.now(), "session.ended", id.value());
    event.reason = "by_administrator";
    audit_events::append(connection, event);
    return http::no_content();
  });
}

http::Response end_all_of(const Sessions& sessions, const Call& call) {
  const UserId id(call.request.param("id"));
  return sessions.database.write([&](sql::Connection& connection) {
    const auto user = users::find(connection, id);
    if (!user) return http::problem(404, "not_found", "There is no such user.");
    if (auto refused = refuse_over_owner(call.caller, *user)) return *refused;
    const auto count = sessions::remove_all_of(connection, id);
    audit_events::append(connection,
                         make_audit_event(call, sessions.clock.now(), "user.sessions_ended", id.value()));
    return ended(count);
  });
}

std::vector<Field> everybody_fields() {
  return {Field::text("confirm", "Must be `everybody`, so that it does not happen by mistake.")
              .required()
              .one_of({"everybody"})};
}

/// All but the caller's own, which is needed to see what came of it.
http::Response end_everybodys(const Sessions& sessions, const Call& call) {
  const bool is_user = call.caller.kind() == Caller::Kind::user;
  const auto kept = is_user ? call.caller.session().id : SessionId("");
  return sessions.database.write([&](sql::Connection& connection) {
    const auto count = sessions::remove_all_but(connection, kept);
    audit_events::append(connection, make_audit_event(call, sessions.clock.now(), "platform.sessions_ended"));
    return ended(count);
  });
}

}  // namespace

Routes end_sessions_routes(const Sessions& sessions) {
  const auto access = Access::requires_permission(PlatformPermission::manage_users);
  return {{.method = http::Method::delete_,
           .path = "/api/v1/sessions/{id}",
           .access = access,
           .summary = "End a session; its refresh tokens end with it",
           .answers = {{204}},
           .handle = [sessions](const Call& call) { return end_one(sessions, call); }},
          {.method = http::Method::delete_,
           .path = "/api/v1/users/{id}/sessions",
           .access = access,
           .summary = "End all sessions of a user",
           .answers = {{200, shape::object("", {{"ended", shape::integer()}})}},
           .handle = [sessions](const Call& call) { return end_all_of(sessions, call); }},
          {.method = http::Method::post,
           .path = "/api/v1/sessions/end-all",
           .access = access,
           .summary = "End everybody's sessions but the caller's own",
           .body = everybody_fields(),
           .answers = {{200, shape::object("", {{"ended", shape::integer()}})}},
           .handle = [sessions, fields = everybody_fields()](const Call& call) {
             const auto body = parse_body(call.request, fields);
             return body ? end_everybodys(sessions, call) : body.error();
           }}};
}

}  // namespace gatehouse::server
