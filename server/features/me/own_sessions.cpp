// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/access/short_list.h"
#include "server/features/me/mount.h"
#include "server/notify/new_device_notice.h"
#include "server/storage/audit_events.h"

namespace gatehouse::server {
namespace {

boost::json::object to_json(const Session& session, const SessionId& current) {
  return {{"id", session.id.value()},
          {"createdAt", to_rfc3339(session.created_at)},
          {"lastSeenAt", to_rfc3339(session.last_seen_at)},
          {"expiresAt", to_rfc3339(session.expires_at)},
          {"clientAddress", session.client_address},
          {"device", device_name(session.user_agent)},
          {"userAgent", session.user_agent},
          {"current", session.id == current}};
}

Shape session_shape() {
  return shape::object("OwnSession", {{"id", shape::text()},
                                      {"createdAt", shape::time()},
                                      {"lastSeenAt", shape::time()},
                                      {"expiresAt", shape::time()},
                                      {"clientAddress", shape::text()},
                                      {"device", shape::text()},
                                      {"userAgent", shape::text()},
                                      {"current", shape::flag()},
                                      {"place", shape::text().nullable()}});
}

}  // namespace

Route list_own_sessions_route(Me me) {
  return {.method = http::Method::get,
          .path = "/api/v1/me/sessions",
          .access = Access::signed_in(),
          .summary = "Own sessions, newest first",
          .query = short_list_parameters(),
          .answers = {{200, shape::page_of(session_shape())}},
          .handle = [me](const Call& call) {
            const auto own = me.database.read([&](sql::Connection& connection) {
              return sessions::list(connection, call.caller.user().id);
            });
            boost::json::array items;
            const auto language = call.caller.user().locale.value_or("");
            for (const auto& session : own) {
              auto item = to_json(session, call.caller.session().id);
              const auto place = me.places ? me.places->find(session.client_address, language) : std::nullopt;
              item["place"] = place ? boost::json::value(*place) : boost::json::value(nullptr);
              items.push_back(std::move(item));
            }
            return short_list_answer(call.request, std::move(items), Order::descending, by_member("id"));
          }};
}

Route end_own_session_route(Me me) {
  return {.method = http::Method::delete_,
          .path = "/api/v1/me/sessions/{id}",
          .access = Access::signed_in(),
          .summary = "End one of the own sessions",
          .answers = {{204}},
          .handle = [me](const Call& call) {
            const SessionId id(call.request.param("id"));
            const bool ended = me.database.write([&](sql::Connection& connection) {
              const auto session = sessions::find(connection, id);
              // Another's session is answered like one that isn't there.
              if (!session || session->user_id != call.caller.user().id) return false;
              audit_events::append(connection,
                                   make_audit_event(call, me.clock.now(), "session.ended", id.value()));
              return sessions::remove(connection, id);
            });
            if (!ended) return http::problem(404, "not_found", "You have no such session.");
            auto response = http::no_content();
            if (id == call.caller.session().id) me.sessions.clear_cookie(response);
            return response;
          }};
}

Route end_own_sessions_route(Me me) {
  const std::vector<QueryParameter> parameters = {
      {"keep", "`current`: all but the session that asks. Left out: that one, too."}};
  return {.method = http::Method::delete_,
          .path = "/api/v1/me/sessions",
          .access = Access::signed_in(),
          .summary = "Sign out everywhere",
          .query = parameters,
          .answers = {{204}},
          .handle = [me, parameters](const Call& call) {
            const auto query = parse_query(call.request, parameters);
            if (!query) return query.error();
            const auto keep = query->find("keep");
            if (keep && *keep != "current") return invalid_fields({{"keep", "must be current, or left out"}});
            const auto& user = call.caller.user().id;
            me.database.write([&](sql::Connection& connection) {
              if (keep) {
                sessions::remove_others_of(connection, user, call.caller.session().id);
              } else {
                sessions::remove_all_of(connection, user);
              }
              auto event = make_audit_event(call, me.clock.now(), "session.all_ended", user.value());
              if (keep) event.reason = "kept_current";
              audit_events::append(connection, event);
            });
            auto response = http::no_content();
            if (!keep) me.sessions.clear_cookie(response);
            return response;
          }};
}

}  // namespace gatehouse::server
