// SPDX-License-Identifier: Apache-2.0
#include "core/http/problem.h"
#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/features/me/mount.h"
#include "server/storage/audit_events.h"
#include "server/storage/avatars.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

constexpr PictureRules kAvatarRules{.side = 256, .shape = PictureRules::Shape::square};

/// Makes the change, which says whether there was one; audited, and answered with the profile as it is then.
template <class Change>
http::Response change_avatar(const Me& me, const Call& call, const char* action, Change change) {
  const auto id = call.caller.user().id;
  return me.database.write([&](sql::Connection& connection) {
    const auto user = users::find(connection, id);
    if (!user) return http::problem(401, "unauthenticated", "Sign in first.");
    if (auto stale = refuse_stale(call.request, user->version)) return *stale;
    const auto now = me.clock.now();
    if (!change(connection, now)) return profile_answer(*user);
    audit_events::append(connection, make_audit_event(call, now, action, id.value()));
    return profile_answer(users::find(connection, id).value());
  });
}

}  // namespace

Route put_avatar_route(Me me) {
  return {.method = http::Method::put,
          .path = "/api/v1/me/avatar",
          .access = Access::signed_in(),
          .summary = "Set the own picture: the bytes of a PNG, JPEG or WebP picture of at most 1 MiB",
          .uploads = picture_uploads(),
          .answers = {{200, user_shape(UserView::own)}},
          .refusals = {{412, "stale"}},
          .handle = [me](const Call& call) {
            const auto png = me.pictures.read(call.request, kAvatarRules);
            if (!png) return png.error();
            const auto hash = avatars::make_hash(me.random, *png);
            return change_avatar(me, call, "user.avatar_changed", [&](sql::Connection& connection, Time now) {
              avatars::put(connection, call.caller.user().id, hash, *png, now);
              return true;
            });
          }};
}

Route remove_avatar_route(Me me) {
  return {.method = http::Method::delete_,
          .path = "/api/v1/me/avatar",
          .access = Access::signed_in(),
          .summary = "Remove the own picture",
          .answers = {{200, user_shape(UserView::own)}},
          .refusals = {{412, "stale"}},
          .handle = [me](const Call& call) {
            return change_avatar(me, call, "user.avatar_removed", [&](sql::Connection& connection, Time now) {
              return avatars::remove(connection, call.caller.user().id, now);
            });
          }};
}

}  // namespace gatehouse::server
