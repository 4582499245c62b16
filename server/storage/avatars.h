// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/sql/connection.h"
#include "server/model/ids.h"

/// Pictures of people, PNG files. As in storage/users.h.
namespace gatehouse::server::avatars {

/// What names a picture: the SHA-256 of it and of a number that nobody knows, so that who has the picture
/// can't find out whether somebody here uses it. base64url.
[[nodiscard]] std::string make_hash(RandomSource& random, std::string_view png);

/// In place of the one that the user had; the user's next version.
void put(sql::Connection& connection, const UserId& user, const std::string& hash, const std::string& png,
         Time now);
/// False when the user had none.
bool remove(sql::Connection& connection, const UserId& user, Time now);

/// The PNG of that name; absent when nobody has it (any more).
[[nodiscard]] std::optional<std::string> find(sql::Connection& connection, std::string_view hash);

}  // namespace gatehouse::server::avatars
