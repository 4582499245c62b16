// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/features/sign_up/mount.h"
#include "server/storage/audit_events.h"
#include "server/storage/sign_up_approvals.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

constexpr std::chrono::days kNoticeIsUseful{7};

http::Response nobody_waits() {
  return http::problem(404, "not_found", "There is nobody of that id who waits for approval.");
}

void tell_approved(const SignUp& sign_up, sql::Connection& connection, const User& user) {
  OutgoingMail mail{.kind = MailKind::sign_up_approved,
                    .to = user.email,
                    .locale = user.locale,
                    .facts = {{"name", user.display_name()}, {"link", sign_up.mailer.url("/sign-in")}},
                    .useful_for = kNoticeIsUseful};
  sign_up.mailer.queue(connection, mail);
}

/// Runs `decide` on somebody who waits; the event is of that action.
template <class Decide>
http::Response decide_on(const SignUp& sign_up, const Call& call, const char* action, Decide decide) {
  const UserId id(call.request.param("id"));
  const bool waited = sign_up.database.write([&](sql::Connection& connection) {
    auto user = users::find(connection, id);
    if (!user || !sign_up_approvals::exists(connection, id)) return false;
    decide(connection, *user);
    audit_events::append(connection, make_audit_event(call, sign_up.clock.now(), action, id.value()));
    return true;
  });
  return waited ? http::no_content() : nobody_waits();
}

}  // namespace

Route list_sign_ups_route(SignUp sign_up) {
  return {.method = http::Method::get,
          .path = "/api/v1/sign-ups",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "People who signed up and wait for approval, in order of signing up",
          .query = page_parameters(),
          .answers = {{200, shape::page_of(user_shape(UserView::administration))}},
          .handle = [sign_up](const Call& call) {
            const auto query = parse_query(call.request, page_parameters());
            if (!query) return query.error();
            const auto page = parse_page(*query);
            if (!page) return page.error();
            const auto waiting = sign_up.database.read(
                [&](sql::Connection& connection) { return sign_up_approvals::list(connection, *page); });
            boost::json::array items;
            for (const auto& user : waiting.items) items.push_back(to_json(user, UserView::administration));
            return list_answer(std::move(items), waiting.next);
          }};
}

Route approve_sign_up_route(SignUp sign_up) {
  return {.method = http::Method::post,
          .path = "/api/v1/sign-ups/{id}/approve",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Let somebody in who signed up, and tell them by mail",
          .answers = {{204}},
          .handle = [sign_up](const Call& call) {
            return decide_on(sign_up, call, "user.sign_up_approved",
                             [&](sql::Connection& connection, User& user) {
                               user.disabled_at.reset();
                               user.updated_at = sign_up.clock.now();
                               // Read in this transaction, so the version holds.
                               (void)users::update(connection, user);
                               sign_up_approvals::remove(connection, user.id);
                               tell_approved(sign_up, connection, user);
                             });
          }};
}

Route reject_sign_up_route(SignUp sign_up) {
  return {.method = http::Method::post,
          .path = "/api/v1/sign-ups/{id}/reject",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Turn somebody away who signed up: the account is deleted, and nobody is told",
          .answers = {{204}},
          .handle = [sign_up](const Call& call) {
            return decide_on(
                sign_up, call, "user.sign_up_rejected",
                [](sql::Connection& connection, const User& user) { users::remove(connection, user.id); });
          }};
}

}  // namespace gatehouse::server
