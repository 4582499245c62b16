// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/access/profile_fields.h"
#include "server/features/me/mount.h"
#include "server/storage/audit_events.h"
#include "server/storage/users.h"

namespace gatehouse::server {

http::Response profile_answer(const User& user) {
  auto response = json_answer(200, to_json(user, UserView::own));
  response.headers.set("ETag", version_etag(user.version));
  return response;
}

Route show_profile_route() {
  return {.method = http::Method::get,
          .path = "/api/v1/me",
          .access = Access::signed_in(),
          .summary = "Own profile",
          .answers = {{200, user_shape(UserView::own)}},
          .handle = [](const Call& call) { return profile_answer(call.caller.user()); }};
}

Route change_profile_route(Me me) {
  return {.method = http::Method::patch,
          .path = "/api/v1/me",
          .access = Access::signed_in(),
          .summary = "Change own profile; fields that a user may not change are refused by name",
          .body = profile_fields(),
          .answers = {{200, user_shape(UserView::own)}},
          .refusals = {{409, "changed_meanwhile"}, {412, "stale"}},
          .handle = [me, fields = profile_fields()](const Call& call) {
            auto user = call.caller.user();
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            if (auto stale = refuse_stale(call.request, user.version)) return *stale;
            if (auto errors = apply_profile(*body, user); !errors.empty())
              return invalid_fields(std::move(errors));
            user.updated_at = me.clock.now();
            const bool stored = me.database.write([&](sql::Connection& connection) {
              if (!users::update(connection, user)) return false;
              audit_events::append(connection,
                                   make_audit_event(call, user.updated_at, "user.changed", user.id.value()));
              return true;
            });
            if (!stored) return changed_meanwhile();
            ++user.version;
            return profile_answer(user);
          }};
}

}  // namespace gatehouse::server
