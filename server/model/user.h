// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "server/model/ids.h"

namespace gatehouse::server {

/// What a user may do on the platform itself; absent for an ordinary user. The first administrator is the
/// owner.
enum class PlatformRole { owner, administrator, auditor };

[[nodiscard]] std::string_view to_text(PlatformRole role);
[[nodiscard]] std::optional<PlatformRole> parse_platform_role(std::string_view text);

/// A person's central account. The password hash is not part of it, so that it can't be shown by accident.
struct User {
  UserId id;
  std::string email;  ///< canonical, see model/email.h
  bool email_verified = false;
  std::string first_name;
  std::string last_name;
  std::string name;                        ///< as set; empty means first plus last name, see display_name
  std::optional<std::string> locale;       ///< BCP 47
  std::optional<std::string> time_zone;    ///< IANA name
  std::optional<std::string> avatar_hash;  ///< names their picture, see storage/avatars.h
  std::optional<PlatformRole> platform_role;
  std::optional<Time> disabled_at;
  std::optional<Time> last_sign_in_at;
  Time created_at;
  Time updated_at;
  std::int64_t version = 1;  ///< grows with each change; the ETag

  [[nodiscard]] bool is_disabled() const { return disabled_at.has_value(); }
  /// The set name, else first plus last name, else the part of the address before the @.
  [[nodiscard]] std::string display_name() const;
  /// Where their picture lies on this platform; absent: they have none.
  [[nodiscard]] std::optional<std::string> avatar_path() const;
};

/// True when the text may be a person's name: 1 to 200 bytes of UTF-8 without control or bidirectional
/// characters, not only spaces.
[[nodiscard]] bool is_person_name(std::string_view text);

}  // namespace gatehouse::server
