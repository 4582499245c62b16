// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/base/bytes.h"
#include "core/sql/connection.h"
#include "server/model/ids.h"

/// Browsers that a user has signed in from, by the hash of their device cookie. As in storage/users.h.
namespace gatehouse::server::known_devices {

/// Those seen longest ago are forgotten beyond this.
inline constexpr int kMostOfUser = 50;

enum class Seen {
  before,  ///< by this user, in this browser
  newly,   ///< this user has others
  first,   ///< this user had none
};
/// Notes that the user signed in there.
Seen note(sql::Connection& connection, const UserId& user, ByteView device_hash, Time now);

/// Whether the user of that address has signed in there. The same work whether there is such a user or not.
[[nodiscard]] bool is_known(sql::Connection& connection, std::string_view canonical_email,
                            ByteView device_hash);

}  // namespace gatehouse::server::known_devices
