// SPDX-License-Identifier: Apache-2.0
#include <sstream>

#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/short_list.h"
#include "server/features/me/mount.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/consents.h"
#include "server/storage/grants.h"

namespace gatehouse::server {
namespace {

boost::json::object to_json(const consents::Consent& consent, const App& app) {
  boost::json::array scopes;
  std::istringstream words(consent.scope);
  for (std::string word; words >> word;) scopes.emplace_back(word);
  return {{"app", boost::json::object{{"id", app.id.value()}, {"name", app.name}}},
          {"scopes", std::move(scopes)},
          {"createdAt", to_rfc3339(consent.created_at)},
          {"updatedAt", to_rfc3339(consent.updated_at)}};
}

Shape consent_shape() {
  return shape::object("Consent",
                       {{"app", shape::object("", {{"id", shape::text()}, {"name", shape::text()}})},
                        {"scopes", shape::list_of(shape::text())},
                        {"createdAt", shape::time()},
                        {"updatedAt", shape::time()}});
}

std::string app_id_of(const boost::json::object& consent) {
  return std::string(consent.at("app").at("id").as_string());
}

}  // namespace

Route list_own_consents_route(Me me) {
  return {.method = http::Method::get,
          .path = "/api/v1/me/consents",
          .access = Access::signed_in(),
          .summary = "What one lets apps of others know",
          .query = short_list_parameters(),
          .answers = {{200, shape::page_of(consent_shape())}},
          .handle = [me](const Call& call) {
            auto items = me.database.read([&](sql::Connection& connection) {
              boost::json::array list;
              for (const auto& consent : consents::list(connection, call.caller.user().id)) {
                const auto app = apps::find(connection, consent.app_id);
                if (app) list.push_back(to_json(consent, *app));
              }
              return list;
            });
            return short_list_answer(call.request, std::move(items), Order::ascending, app_id_of);
          }};
}

Route withdraw_consent_route(Me me) {
  return {.method = http::Method::delete_,
          .path = "/api/v1/me/consents/{app}",
          .access = Access::signed_in(),
          .summary = "Withdraw it: what the app got by it ends at once, and it has to ask again",
          .answers = {{204}},
          .handle = [me](const Call& call) {
            const AppId app(call.request.param("app"));
            const auto& user = call.caller.user().id;
            const bool withdrawn = me.database.write([&](sql::Connection& connection) {
              if (!consents::remove(connection, user, app)) return false;
              grants::remove_all(connection, app, user);
              auto event = make_audit_event(call, me.clock.now(), "app.consent_withdrawn", user.value());
              event.app_id = app.value();
              audit_events::append(connection, event);
              return true;
            });
            if (!withdrawn)
              return http::problem(404, "not_found", "You have not agreed to anything for this app.");
            return http::no_content();
          }};
}

}  // namespace gatehouse::server
