// SPDX-License-Identifier: Apache-2.0
#include "server/features/operator_tokens/issue_token.h"

#include <boost/json/object.hpp>

#include "core/base/time_text.h"
#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/storage/audit_events.h"

namespace gatehouse::server {
namespace {

http::Response to_response(NotAdmitted reason) {
  switch (reason) {
    case NotAdmitted::unknown_app:
      return http::problem(404, "not_found", "There is no app with this id.");
    case NotAdmitted::unknown_user:
      return http::problem(404, "not_found", "There is no user with this id.");
    case NotAdmitted::user_disabled:
      return invalid_fields({{"userId", "is a disabled user; enable the user first"}});
    case NotAdmitted::not_a_member:
      return invalid_fields({{"userId", "is no member of this app; make the user one first"}});
  }
  return http::problem(500, "internal", "");
}

}  // namespace

Result<IssuedToken, NotAdmitted> IssueToken::operator()(const Call& call, const AppId& app,
                                                        const UserId& user,
                                                        std::optional<std::chrono::seconds> lifetime) const {
  auto base_event = make_audit_event(call, clock.now(), "token.issue", user.value());
  base_event.app_id = app.value();
  auto admission = database.write([&](sql::Connection& connection) {
    auto found = find_admission(connection, sealing_key, app, user);
    auto event = base_event;
    if (!found) {
      event.outcome = "failure";
      event.reason = to_code(found.error());
    }
    audit_events::append(connection, event);
    return found;
  });
  if (!admission) return fail(admission.error());
  return app_tokens.issue(*admission, "", lifetime.value_or(admission->app.token_lifetime));
}

Route issue_token_route(IssueToken issue) {
  const std::vector<Field> fields = {
      Field::text("appId", "The app that the token is for.").required().at_most(64),
      Field::text("userId", "The member whose token it is.").required().at_most(64),
      Field::integer("ttlSeconds", "Lifetime, 60 to 86400 seconds; default: the app's.")
          .between(kLeastTokenLifetime.count(), kMostTokenLifetime.count())};
  return {.method = http::Method::post,
          .path = "/api/v1/operator/tokens",
          .access = Access::local_operator(),
          .summary = "Issue an app token for a member without a sign-in",
          .body = fields,
          .handle = [issue, fields](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            std::optional<std::chrono::seconds> lifetime;
            if (const auto seconds = body->integer("ttlSeconds")) lifetime = std::chrono::seconds(*seconds);
            const auto issued =
                issue(call, AppId(*body->text("appId")), UserId(*body->text("userId")), lifetime);
            if (!issued) return to_response(issued.error());
            return json_answer(200, {{"token", issued->text}, {"expiresAt", to_rfc3339(issued->expires_at)}});
          }};
}

}  // namespace gatehouse::server
