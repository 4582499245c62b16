// SPDX-License-Identifier: Apache-2.0
#include "server/features/service_accounts/mount.h"

#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/features/service_accounts/account_fields.h"
#include "server/storage/audit_events.h"
#include "server/storage/service_accounts.h"

namespace gatehouse::server {
namespace {

http::Response no_such_account() {
  return http::problem(404, "not_found", "There is no such service account.");
}

http::Response unknown_app() {
  return invalid_fields({{"apps", "names an app that does not exist"}});
}

http::Response answer(int status, const ServiceAccount& account) {
  auto response = json_answer(status, to_json(account));
  response.headers.set("ETag", version_etag(account.version));
  return response;
}

std::optional<ServiceAccount> find_account(const ServiceAccounts& accounts, const Call& call) {
  return accounts.database.read([&](sql::Connection& connection) {
    return service_accounts::find(connection, ServiceAccountId(call.request.param("id")));
  });
}

void record(sql::Connection& connection, const ServiceAccounts& accounts, const Call& call,
            const ServiceAccountId& id, const char* action) {
  audit_events::append(connection, make_audit_event(call, accounts.clock.now(), action, id.value()));
}

Route list_route(ServiceAccounts accounts) {
  return {.method = http::Method::get,
          .path = "/api/v1/service-accounts",
          .access = Access::requires_permission(PlatformPermission::view_platform),
          .summary = "Service accounts in order of their making",
          .query = page_parameters(),
          .answers = {{200, shape::page_of(account_shape())}},
          .handle = [accounts](const Call& call) {
            const auto query = parse_query(call.request, page_parameters());
            if (!query) return query.error();
            const auto page = parse_page(*query);
            if (!page) return page.error();
            const auto found = accounts.database.read(
                [&](sql::Connection& connection) { return service_accounts::list(connection, *page); });
            boost::json::array items;
            for (const auto& account : found.items) items.push_back(to_json(account));
            return list_answer(std::move(items), found.next);
          }};
}

Route show_route(ServiceAccounts accounts) {
  return {.method = http::Method::get,
          .path = "/api/v1/service-accounts/{id}",
          .access = Access::requires_permission(PlatformPermission::view_platform),
          .summary = "One service account",
          .answers = {{200, account_shape()}},
          .handle = [accounts](const Call& call) {
            const auto account = find_account(accounts, call);
            return account ? answer(200, *account) : no_such_account();
          }};
}

Route add_route(ServiceAccounts accounts) {
  return {.method = http::Method::post,
          .path = "/api/v1/service-accounts",
          .access = Access::in_person(PlatformPermission::manage_platform),
          .summary = "Add a service account; it needs an API key to do anything",
          .body = account_fields(AccountFieldsFor::adding),
          .answers = {{201, account_shape()}},
          .handle = [accounts, fields = account_fields(AccountFieldsFor::adding)](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            const auto now = accounts.clock.now();
            ServiceAccount account;
            account.id = ServiceAccountId(
                make_sortable_text(kServiceAccountIdPrefix, accounts.clock, accounts.random));
            account.created_at = now;
            if (auto errors = apply_account_fields(*body, now, account); !errors.empty())
              return invalid_fields(std::move(errors));
            const bool stored = accounts.database.write([&](sql::Connection& connection) {
              if (service_accounts::insert(connection, account) != service_accounts::Put::done) return false;
              record(connection, accounts, call, account.id, "service_account.added");
              return true;
            });
            return stored ? answer(201, account) : unknown_app();
          }};
}

Route change_route(ServiceAccounts accounts) {
  return {.method = http::Method::patch,
          .path = "/api/v1/service-accounts/{id}",
          .access = Access::in_person(PlatformPermission::manage_platform),
          .summary = "Change a service account, or keep it out",
          .body = account_fields(AccountFieldsFor::changing),
          .answers = {{200, account_shape()}},
          .refusals = {{409, "changed_meanwhile"}, {412, "stale"}},
          .handle = [accounts, fields = account_fields(AccountFieldsFor::changing)](const Call& call) {
            auto account = find_account(accounts, call);
            if (!account) return no_such_account();
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            if (auto stale = refuse_stale(call.request, account->version)) return *stale;
            if (auto errors = apply_account_fields(*body, accounts.clock.now(), *account); !errors.empty())
              return invalid_fields(std::move(errors));
            const auto stored = accounts.database.write([&](sql::Connection& connection) {
              const auto put = service_accounts::update(connection, *account);
              if (put == service_accounts::Put::done)
                record(connection, accounts, call, account->id, "service_account.changed");
              return put;
            });
            if (stored == service_accounts::Put::unknown_app) return unknown_app();
            if (stored == service_accounts::Put::gone) return changed_meanwhile();
            ++account->version;
            return answer(200, *account);
          }};
}

Route delete_route(ServiceAccounts accounts) {
  return {.method = http::Method::delete_,
          .path = "/api/v1/service-accounts/{id}",
          .access = Access::in_person(PlatformPermission::manage_platform),
          .summary = "Delete a service account with all its API keys",
          .answers = {{204}},
          .refusals = {{412, "stale"}},
          .handle = [accounts](const Call& call) {
            const ServiceAccountId id(call.request.param("id"));
            return accounts.database.write([&](sql::Connection& connection) {
              const auto account = service_accounts::find(connection, id);
              if (!account) return no_such_account();
              if (auto stale = refuse_stale(call.request, account->version)) return *stale;
              service_accounts::remove(connection, id);
              record(connection, accounts, call, id, "service_account.deleted");
              return http::no_content();
            });
          }};
}

}  // namespace

void mount_service_accounts(Routes& routes, const ServiceAccounts& accounts) {
  routes.push_back(list_route(accounts));
  routes.push_back(add_route(accounts));
  routes.push_back(show_route(accounts));
  routes.push_back(change_route(accounts));
  routes.push_back(delete_route(accounts));
}

}  // namespace gatehouse::server
