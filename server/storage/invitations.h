// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/base/bytes.h"
#include "core/sql/connection.h"
#include "server/model/invitation.h"
#include "server/storage/page.h"

/// Invitations, found by the hash of their link's token. As in storage/users.h.
namespace gatehouse::server::invitations {

enum class Inserted { yes, unknown_role };
[[nodiscard]] Inserted insert(sql::Connection& connection, const Invitation& invitation, ByteView token_hash);
[[nodiscard]] std::optional<Invitation> find(sql::Connection& connection, const InvitationId& id);
/// Whatever its state.
[[nodiscard]] std::optional<Invitation> find_by_token_hash(sql::Connection& connection, ByteView token_hash);

struct Filter {
  std::optional<AppId> app;              ///< absent: of all apps
  std::optional<InvitationState> state;  ///< as of `now`
  Time now{};
};
/// Newest first.
[[nodiscard]] Page<Invitation> list(sql::Connection& connection, const Filter& filter,
                                    const PageRequest& page);

/// Sends anew: another token, another sender, another end; not seen yet.
void renew(sql::Connection& connection, const Invitation& invitation, ByteView token_hash);
void set_seen(sql::Connection& connection, const InvitationId& id, Time now);
void revoke(sql::Connection& connection, const InvitationId& id, Time now);
/// Counts one use; false when there is none left, however many try at once.
[[nodiscard]] bool use(sql::Connection& connection, const InvitationId& id, Time now);
/// Removes at most `limit` that ended before `before`.
std::int64_t remove_ended(sql::Connection& connection, Time before, std::size_t limit);

}  // namespace gatehouse::server::invitations
