// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/json_text.h"
#include "server/access/short_list.h"
#include "server/features/me/mount.h"
#include "server/storage/apps.h"
#include "server/storage/members.h"

namespace gatehouse::server {

namespace {

Shape own_app_shape() {
  return shape::object("OwnApp", {{"id", shape::text()},
                                  {"name", shape::text()},
                                  {"baseUrl", shape::text().nullable()},
                                  {"roles", shape::list_of(shape::text())}});
}

}  // namespace

Route list_own_apps_route(Me me) {
  return {.method = http::Method::get,
          .path = "/api/v1/me/apps",
          .access = Access::signed_in(),
          .summary = "The apps that one may enter",
          .query = short_list_parameters(),
          .answers = {{200, shape::page_of(own_app_shape())}},
          .handle = [me](const Call& call) {
            auto items = me.database.read([&](sql::Connection& connection) {
              boost::json::array list;
              for (const auto& id : members::list_apps_of(connection, call.caller.user().id)) {
                const auto app = apps::find(connection, id);
                const auto authority = members::find_authority(connection, id, call.caller.user().id);
                if (!app || !authority) continue;
                boost::json::array roles(authority->roles.begin(), authority->roles.end());
                list.push_back(boost::json::object{
                    {"id", app->id.value()},
                    {"name", app->name},
                    {"baseUrl",
                     app->base_url.empty() ? boost::json::value(nullptr) : boost::json::value(app->base_url)},
                    {"roles", std::move(roles)}});
              }
              return list;
            });
            return short_list_answer(call.request, std::move(items), Order::ascending, by_member("id"));
          }};
}

}  // namespace gatehouse::server
