// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "server/model/api_key.h"
#include "server/storage/sessions.h"

namespace gatehouse::server {

/// Who makes a request, as proven by its credentials.
class Caller {
 public:
  enum class Kind {
    anonymous,
    user,       ///< by session cookie
    api_key,    ///< a script, by Authorization: Bearer
    operator_,  ///< the machine's owner, over the local socket or the command line
  };

  static Caller anonymous() { return Caller(Kind::anonymous); }
  static Caller local_operator() { return Caller(Kind::operator_); }
  static Caller user(sessions::SessionAndUser found);
  /// `rights` are those of the key's owner; the key's scope is taken off here.
  static Caller api_key(ApiKey key, Rights rights);

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool is_anonymous() const { return kind_ == Kind::anonymous; }
  [[nodiscard]] bool is_operator() const { return kind_ == Kind::operator_; }
  /// Only for Kind::user; anything else is a bug and throws std::bad_optional_access.
  [[nodiscard]] const User& user() const { return found_.value().user; }
  [[nodiscard]] const Session& session() const { return found_.value().session; }
  /// Only for Kind::api_key.
  [[nodiscard]] const ApiKey& key() const { return key_.value(); }
  [[nodiscard]] bool may(PlatformPermission permission) const;
  [[nodiscard]] bool may(AppPermission permission, const AppId& app) const;
  /// In one app or more, in every app: what lists are cut to.
  [[nodiscard]] bool may_somewhere(AppPermission permission) const;
  [[nodiscard]] bool may_everywhere(AppPermission permission) const;
  /// What `may` is judged by; nothing for the operator, who may do all.
  [[nodiscard]] const Rights& rights() const { return rights_; }
  /// Whether the caller may decide over an owner of the platform.
  [[nodiscard]] bool is_owner_or_operator() const { return is_operator() || rights_.is_owner(); }
  /// For the audit log: the id of the user or service account, `operator` or `anonymous`.
  [[nodiscard]] std::string actor() const;
  /// For the audit log: the id of the session or API key; empty for others.
  [[nodiscard]] std::string credential() const;

 private:
  explicit Caller(Kind kind) : kind_(kind) {}
  Kind kind_;
  std::optional<sessions::SessionAndUser> found_;
  std::optional<ApiKey> key_;
  Rights rights_;
};

}  // namespace gatehouse::server
