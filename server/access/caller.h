// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "server/model/platform_permission.h"
#include "server/storage/sessions.h"

namespace gatehouse::server {

/// Who makes a request, as proven by its credentials.
class Caller {
 public:
  enum class Kind {
    anonymous,
    user,       ///< by session cookie
    operator_,  ///< the machine's owner, over the local socket or the command line
  };

  static Caller anonymous() { return Caller(Kind::anonymous); }
  static Caller local_operator() { return Caller(Kind::operator_); }
  static Caller user(sessions::SessionAndUser found);

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool is_anonymous() const { return kind_ == Kind::anonymous; }
  [[nodiscard]] bool is_operator() const { return kind_ == Kind::operator_; }
  /// Only for Kind::user; anything else is a bug and throws std::bad_optional_access.
  [[nodiscard]] const User& user() const { return found_.value().user; }
  [[nodiscard]] const Session& session() const { return found_.value().session; }
  [[nodiscard]] bool may(PlatformPermission permission) const;
  /// For the audit log: the user's id, `operator` or `anonymous`.
  [[nodiscard]] std::string actor() const;

 private:
  explicit Caller(Kind kind) : kind_(kind) {}
  Kind kind_;
  std::optional<sessions::SessionAndUser> found_;
};

}  // namespace gatehouse::server
