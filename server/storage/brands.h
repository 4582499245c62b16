// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/sql/connection.h"
#include "server/model/brand.h"
#include "server/model/ids.h"

/// Brands and their logos. An absent app means the platform itself. As in storage/users.h.
namespace gatehouse::server::brands {

using Owner = std::optional<AppId>;

struct StoredBrand {
  Brand brand;
  std::int64_t version = 1;  ///< grows with each change; the ETag
};
/// An empty brand where none was ever set.
[[nodiscard]] StoredBrand load(sql::Connection& connection, const Owner& owner);
/// All but the logo, and the next version. The app must exist.
void put(sql::Connection& connection, const Owner& owner, const Brand& brand, Time now);
/// The logo alone, a PNG; absent: none.
void put_logo(sql::Connection& connection, const Owner& owner, const std::optional<std::string>& png,
              Time now);

/// What people see: the app's own, and the platform's where that says nothing.
[[nodiscard]] Brand load_effective(sql::Connection& connection, const Owner& owner);
/// The PNG of that SHA-256 (base64url); absent when no brand has it.
[[nodiscard]] std::optional<std::string> find_logo(sql::Connection& connection, std::string_view hash);

}  // namespace gatehouse::server::brands
