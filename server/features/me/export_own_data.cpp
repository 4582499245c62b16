// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "core/base/base64url.h"
#include "core/base/time_text.h"
#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/features/me/mount.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/avatars.h"
#include "server/storage/consents.h"
#include "server/storage/members.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kMostEvents = 10'000;

/// The picture as a data URL (RFC 2397), so that the copy is whole; null where there is none.
boost::json::value own_picture(sql::Connection& connection, const User& user) {
  const auto png = user.avatar_hash ? avatars::find(connection, *user.avatar_hash) : std::nullopt;
  if (!png) return nullptr;
  auto text = encode_base64url(as_bytes(*png));
  for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
  text.resize((text.size() + 3) / 4 * 4, '=');
  return boost::json::string("data:image/png;base64," + text);
}

boost::json::array own_sessions(sql::Connection& connection, const UserId& user) {
  boost::json::array items;
  for (const auto& session : sessions::list(connection, user)) {
    items.push_back(
        boost::json::object{{"createdAt", to_rfc3339(session.created_at)},
                            {"lastSeenAt", to_rfc3339(session.last_seen_at)},
                            {"signedInBy", boost::json::array(session.amr.begin(), session.amr.end())},
                            {"clientAddress", session.client_address},
                            {"userAgent", session.user_agent}});
  }
  return items;
}

boost::json::array own_apps(sql::Connection& connection, const UserId& user) {
  boost::json::array items;
  for (const auto& id : members::list_apps_of(connection, user)) {
    const auto app = apps::find(connection, id);
    const auto authority = members::find_authority(connection, id, user);
    if (!app || !authority) continue;
    items.push_back(boost::json::object{
        {"id", id.value()},
        {"name", app->name},
        {"roles", boost::json::array(authority->roles.begin(), authority->roles.end())},
        {"permissions", boost::json::array(authority->permissions.begin(), authority->permissions.end())}});
  }
  return items;
}

boost::json::array own_consents(sql::Connection& connection, const UserId& user) {
  boost::json::array items;
  for (const auto& consent : consents::list(connection, user)) {
    items.push_back(boost::json::object{{"appId", consent.app_id.value()},
                                        {"scope", consent.scope},
                                        {"createdAt", to_rfc3339(consent.created_at)},
                                        {"updatedAt", to_rfc3339(consent.updated_at)}});
  }
  return items;
}

boost::json::array own_events(sql::Connection& connection, const UserId& user) {
  boost::json::array items;
  for (const auto& event : audit_events::list_about(connection, user.value(), kMostEvents)) {
    items.push_back(boost::json::object{{"at", to_rfc3339(event.at)},
                                        {"action", event.action},
                                        {"outcome", event.outcome},
                                        {"appId", event.app_id},
                                        {"clientAddress", event.client_address}});
  }
  return items;
}

Shape own_data_shape() {
  using namespace shape;
  const auto texts = list_of(text());
  return object(
      "OwnData",
      {{"exportedAt", time()},
       {"profile", user_shape(UserView::own)},
       {"picture", text().nullable()},
       {"sessions", list_of(object("", {{"createdAt", time()},
                                        {"lastSeenAt", time()},
                                        {"signedInBy", texts},
                                        {"clientAddress", text()},
                                        {"userAgent", text()}}))},
       {"apps",
        list_of(object("", {{"id", text()}, {"name", text()}, {"roles", texts}, {"permissions", texts}}))},
       {"consents",
        list_of(object(
            "", {{"appId", text()}, {"scope", text()}, {"createdAt", time()}, {"updatedAt", time()}}))},
       {"events", list_of(object("", {{"at", time()},
                                      {"action", text()},
                                      {"outcome", text()},
                                      {"appId", text()},
                                      {"clientAddress", text()}}))}});
}

}  // namespace

/// Everything that the platform holds about a person and may show (GDPR, article 20). Hashes and other people
/// are left out.
Route export_own_data_route(Me me) {
  return {
      .method = http::Method::get,
      .path = "/api/v1/me/export",
      .access = Access::signed_in(),
      .summary =
          "A copy of the own data: profile, picture, sessions, apps, consents and the newest 10,000 events",
      .answers = {{200, own_data_shape()}},
      .handle = [me](const Call& call) {
        const auto& user = call.caller.user();
        auto answer = json_answer(200, me.database.read([&](sql::Connection& connection) {
          return boost::json::object{
              {"exportedAt", to_rfc3339(me.clock.now())}, {"profile", to_json(user, UserView::own)},
              {"picture", own_picture(connection, user)}, {"sessions", own_sessions(connection, user.id)},
              {"apps", own_apps(connection, user.id)},    {"consents", own_consents(connection, user.id)},
              {"events", own_events(connection, user.id)}};
        }));
        answer.headers.set("Content-Disposition", "attachment; filename=\"my-account.json\"");
        return answer;
      }};
}

}  // namespace gatehouse::server
