// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>
#include <fmt/format.h>

#include "server/access/audit.h"
#include "server/access/etag.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/features/invitations/invitation_answers.h"
#include "server/features/invitations/mount.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/invitations.h"

namespace gatehouse::server {
namespace {

std::vector<QueryParameter> list_parameters() {
  return page_parameters({{"state", "sent, seen, accepted, expired or revoked; absent: all."}});
}

/// Of one app, or of all.
http::Response list(const Invitations& invitations, const Call& call, const std::optional<AppId>& app) {
  const auto query = parse_query(call.request, list_parameters());
  if (!query) return query.error();
  const auto page = parse_page(*query);
  if (!page) return page.error();
  invitations::Filter filter{app, std::nullopt, invitations.clock.now()};
  if (const auto state = query->find("state")) {
    filter.state = parse_invitation_state(*state);
    if (!filter.state) return invalid_fields({{"state", "must be sent, seen, accepted, expired or revoked"}});
  }
  boost::json::array items;
  const auto next = invitations.database.read([&](sql::Connection& connection) -> std::optional<std::string> {
    items.clear();
    if (app && !apps::find(connection, *app)) return std::nullopt;
    const auto found = invitations::list(connection, filter, *page);
    for (const auto& invitation : found.items) items.push_back(to_json(connection, invitation, filter.now));
    return found.next;
  });
  return next ? list_answer(std::move(items), *next)
              : http::problem(404, "not_found", "There is no such app.");
}

std::optional<Invitation> find_of_app(sql::Connection& connection, const Call& call) {
  auto invitation = invitations::find(connection, InvitationId(call.request.param("invitation")));
  if (!invitation || invitation->app_id.value() != call.request.param("id")) return std::nullopt;
  return invitation;
}

/// Changes with all that can happen to an invitation.
std::string etag_of(const Invitation& invitation, Time now) {
  return fmt::format("\"{}-{}-{}\"", to_text(invitation.state(now)), invitation.uses,
                     invitation.sent_at.time_since_epoch().count());
}

http::Response answer(sql::Connection& connection, const Invitation& invitation, Time now) {
  auto response = json_answer(200, to_json(connection, invitation, now));
  response.headers.set("ETag", etag_of(invitation, now));
  return response;
}

}  // namespace

Route list_invitations_route(Invitations invitations) {
  return {.method = http::Method::get,
          .path = "/api/v1/apps/{id}/invitations",
          .access = Access::requires_app_permission(AppPermission::view_app),
          .summary = "Invitations to an app, newest first; without their links",
          .query = list_parameters(),
          .answers = {{200, shape::page_of(invitation_shape())}},
          .handle = [invitations](const Call& call) {
            return list(invitations, call, AppId(call.request.param("id")));
          }};
}

Route list_all_invitations_route(Invitations invitations) {
  return {.method = http::Method::get,
          .path = "/api/v1/operator/invitations",
          .access = Access::local_operator(),
          .summary = "Invitations to all apps, newest first",
          .query = list_parameters(),
          .handle = [invitations](const Call& call) { return list(invitations, call, std::nullopt); }};
}

Route show_invitation_route(Invitations invitations) {
  return {.method = http::Method::get,
          .path = "/api/v1/apps/{id}/invitations/{invitation}",
          .access = Access::requires_app_permission(AppPermission::view_app),
          .summary = "One invitation, without its link",
          .answers = {{200, invitation_shape()}},
          .handle = [invitations](const Call& call) {
            return invitations.database.read([&](sql::Connection& connection) {
              const auto invitation = find_of_app(connection, call);
              if (!invitation) return no_such_invitation();
              return answer(connection, *invitation, invitations.clock.now());
            });
          }};
}

Route find_any_invitation_route(Invitations invitations) {
  return {.method = http::Method::get,
          .path = "/api/v1/operator/invitations/{invitation}",
          .access = Access::local_operator(),
          .summary = "One invitation by its id alone",
          .handle = [invitations](const Call& call) {
            return invitations.database.read([&](sql::Connection& connection) {
              const auto invitation =
                  invitations::find(connection, InvitationId(call.request.param("invitation")));
              if (!invitation) return no_such_invitation();
              return answer(connection, *invitation, invitations.clock.now());
            });
          }};
}

Route revoke_invitation_route(Invitations invitations) {
  return {.method = http::Method::delete_,
          .path = "/api/v1/apps/{id}/invitations/{invitation}",
          .access = Access::requires_app_permission(AppPermission::manage_app),
          .summary = "Revoke an invitation: its link stops working at once",
          .answers = {{204}},
          .refusals = {{409, "invitation_ended"}, {412, "stale"}},
          .handle = [invitations](const Call& call) {
            return invitations.database.write([&](sql::Connection& connection) {
              const auto now = invitations.clock.now();
              const auto invitation = find_of_app(connection, call);
              if (!invitation) return no_such_invitation();
              if (auto stale = refuse_other_than(call.request, etag_of(*invitation, now))) return *stale;
              if (invitation->state(now) == InvitationState::accepted)
                return http::problem(409, "invitation_ended",
                                     "It was accepted. Take the member out of the app instead.");
              if (invitation->revoked_at) return http::no_content();
              invitations::revoke(connection, invitation->id, now);
              auto event = make_audit_event(call, now, "invitation.revoked", invitation->id.value());
              event.app_id = invitation->app_id.value();
              audit_events::append(connection, event);
              return http::no_content();
            });
          }};
}

}  // namespace gatehouse::server
