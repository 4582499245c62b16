// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/features/sessions/mount.h"
#include "server/notify/new_device_notice.h"
#include "server/storage/session_lists.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

boost::json::object to_json(const sessions::SessionAndUser& found, const Caller& caller) {
  const auto& session = found.session;
  const bool is_current = caller.kind() == Caller::Kind::user && caller.session().id == session.id;
  return {{"id", session.id.value()},
          {"user",
           {{"id", found.user.id.value()}, {"email", found.user.email}, {"name", found.user.display_name()}}},
          {"createdAt", to_rfc3339(session.created_at)},
          {"lastSeenAt", to_rfc3339(session.last_seen_at)},
          {"expiresAt", to_rfc3339(session.expires_at)},
          {"clientAddress", session.client_address},
          {"device", device_name(session.user_agent)},
          {"userAgent", session.user_agent},
          {"amr", boost::json::array(session.amr.begin(), session.amr.end())},
          {"current", is_current}};
}

http::Response list(const Sessions& sessions, const Call& call, sessions::SessionFilter filter,
                    const http::FormParameters& query) {
  const auto page = parse_page(query);
  if (!page) return page.error();
  filter.now = sessions.clock.now();
  filter.idle = sessions.sessions.bounds().idle;
  const auto found = sessions.database.read(
      [&](sql::Connection& connection) { return sessions::list_page(connection, filter, *page); });
  boost::json::array items;
  for (const auto& each : found.items) items.push_back(to_json(each, call.caller));
  return list_answer(std::move(items), found.next);
}

Shape session_shape() {
  using namespace shape;
  return object("Session", {{"id", text()},
                            {"user", person_shape()},
                            {"createdAt", time()},
                            {"lastSeenAt", time()},
                            {"expiresAt", time()},
                            {"clientAddress", text()},
                            {"device", text()},
                            {"userAgent", text()},
                            {"amr", list_of(text())},
                            {"current", flag()}});
}

std::vector<QueryParameter> all_parameters() {
  return page_parameters({{"user", "only sessions of the user with this id"},
                          {"address", "only sessions from this address; not together with user"}});
}

}  // namespace

Routes list_sessions_routes(const Sessions& sessions) {
  Routes routes;
  routes.push_back({.method = http::Method::get,
                    .path = "/api/v1/sessions",
                    .access = Access::requires_permission(PlatformPermission::view_platform),
                    .summary = "Everybody's sessions, newest first",
                    .query = all_parameters(),
                    .answers = {{200, shape::page_of(session_shape())}},
                    .handle = [sessions](const Call& call) {
                      const auto query = parse_query(call.request, all_parameters());
                      if (!query) return query.error();
                      if (query->find("user") && query->find("address"))
                        return invalid_fields({{"address", "must not be given together with user"}});
                      return list(sessions, call,
                                  {.user = std::string(query->find("user").value_or("")),
                                   .client_address = std::string(query->find("address").value_or(""))},
                                  *query);
                    }});
  routes.push_back({.method = http::Method::get,
                    .path = "/api/v1/users/{id}/sessions",
                    .access = Access::requires_permission(PlatformPermission::view_platform),
                    .summary = "A user's sessions, newest first",
                    .query = page_parameters(),
                    .answers = {{200, shape::page_of(session_shape())}},
                    .handle = [sessions](const Call& call) {
                      const auto query = parse_query(call.request, page_parameters());
                      if (!query) return query.error();
                      const UserId user(call.request.param("id"));
                      const bool exists = sessions.database.read([&](sql::Connection& connection) {
                        return users::find(connection, user).has_value();
                      });
                      if (!exists) return http::problem(404, "not_found", "There is no such user.");
                      return list(sessions, call, {.user = user.value()}, *query);
                    }});
  return routes;
}

}  // namespace gatehouse::server
