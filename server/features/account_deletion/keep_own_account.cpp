// SPDX-License-Identifier: Apache-2.0
#include "server/access/audit.h"
#include "server/features/account_deletion/mount.h"
#include "server/storage/account_deletions.h"
#include "server/storage/audit_events.h"

namespace gatehouse::server {

Route keep_own_account_route(AccountDeletion deletion) {
  return {.method = http::Method::delete_,
          .path = "/api/v1/me/deletion",
          .access = Access::signed_in(),
          .summary = "Keep the own account after all",
          .answers = {{204}},
          .handle = [deletion](const Call& call) {
            deletion.database.write([&](sql::Connection& connection) {
              const auto& id = call.caller.user().id;
              if (!account_deletions::remove(connection, id)) return;
              audit_events::append(connection, make_audit_event(call, deletion.clock.now(),
                                                                "user.deletion_cancelled", id.value()));
            });
            return http::no_content();
          }};
}

}  // namespace gatehouse::server
