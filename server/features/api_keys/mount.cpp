// SPDX-License-Identifier: Apache-2.0
#include "server/features/api_keys/mount.h"

#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/features/api_keys/api_key_json.h"
#include "server/storage/api_keys.h"
#include "server/storage/audit_events.h"

namespace gatehouse::server {
namespace {

bool sees_all(const Caller& caller) {
  return caller.may(PlatformPermission::view_platform);
}

Page<ApiKey> find_page(sql::Connection& connection, const Call& call, const http::FormParameters& query,
                       const PageRequest& page) {
  if (!sees_all(call.caller)) return api_keys::list(connection, page, call.caller.user().id);
  if (const auto account = query.find("serviceAccount")) {
    return api_keys::list(connection, page, ServiceAccountId(std::string(*account)));
  }
  if (const auto user = query.find("user")) {
    return api_keys::list(connection, page, UserId(std::string(*user)));
  }
  return api_keys::list(connection, page);
}

bool may_revoke(const Caller& caller, const ApiKey& key) {
  if (caller.may(PlatformPermission::manage_platform)) return true;
  return caller.kind() == Caller::Kind::user && caller.user().id == key.user_id;
}

}  // namespace

Route list_api_keys_route(ApiKeys keys) {
  const auto parameters =
      page_parameters({{"user", "Only the keys of the user of that id."},
                       {"serviceAccount", "Only the keys of the service account of that id."}});
  return {.method = http::Method::get,
          .path = "/api/v1/api-keys",
          .access = Access::in_person(),
          .summary = "API keys: all of them, or one's own to those who may not see the whole platform",
          .query = parameters,
          .answers = {{200, shape::page_of(api_key_shape())}},
          .handle = [keys, parameters](const Call& call) {
            const auto query = parse_query(call.request, parameters);
            if (!query) return query.error();
            const auto page = parse_page(*query);
            if (!page) return page.error();
            const auto found = keys.database.read(
                [&](sql::Connection& connection) { return find_page(connection, call, *query, *page); });
            boost::json::array items;
            for (const auto& key : found.items) items.push_back(to_json(key));
            return list_answer(std::move(items), found.next);
          }};
}

Route revoke_api_key_route(ApiKeys keys) {
  return {.method = http::Method::delete_,
          .path = "/api/v1/api-keys/{id}",
          .access = Access::in_person(),
          .summary = "Revoke an API key; it is refused from now on",
          .answers = {{204}},
          .handle = [keys](const Call& call) {
            const ApiKeyId id(call.request.param("id"));
            const bool removed = keys.database.write([&](sql::Connection& connection) {
              const auto key = api_keys::find(connection, id);
              // A foreign key answers like one that is not there.
              if (!key || !may_revoke(call.caller, *key)) return false;
              api_keys::remove(connection, id);
              audit_events::append(connection,
                                   make_audit_event(call, keys.clock.now(), "api_key.revoked", id.value()));
              return true;
            });
            return removed ? http::no_content()
                           : http::problem(404, "not_found", "There is no such API key.");
          }};
}

void mount_api_keys(Routes& routes, const ApiKeys& keys) {
  routes.push_back(list_api_keys_route(keys));
  routes.push_back(add_api_key_route(keys));
  routes.push_back(revoke_api_key_route(keys));
}

}  // namespace gatehouse::server
