// SPDX-License-Identifier: Apache-2.0
#pragma once

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
[[nodiscard]] Seen note(sql::Connection& connection, const UserId& user, ByteView device_hash, Time now);

}  // namespace gatehouse::server::known_devices
