// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/secret_string.h"
#include "core/sql/connection.h"
#include "server/model/user.h"

namespace gatehouse::server {

/// What a link may be used for; never for anything else.
enum class LinkPurpose {
  reset_password,
  set_password,  ///< a first password, which takes the invited longer
  verify_email,
  confirm_new_email,     ///< to the new address; detail: that
  approve_email_change,  ///< to the old address; detail: the new one
  cancel_email_change,   ///< to the old address; detail: the new one
  sign_up,
  accept_invitation,  ///< detail: id of the invitation, an open one
};

[[nodiscard]] std::string_view to_text(LinkPurpose purpose);
[[nodiscard]] std::chrono::seconds lifetime_of(LinkPurpose purpose);

/// Links that work once and for a short while. Their token is told to one mailbox and stored as a hash. A
/// link of an account dies when a newer one of its purpose is issued and when what it rests on changes: the
/// password, the address or whether the account is disabled (`cancel_email_change` apart, which has to
/// outlive that). All functions run in the caller's transaction.
class SingleUseLinks {
 public:
  SingleUseLinks(const Clock& clock, RandomSource& random) : clock_(clock), random_(random) {}

  [[nodiscard]] SecretString issue(sql::Connection& connection, LinkPurpose purpose, const User& user,
                                   const std::string& detail = "") const;
  /// For an address that has no account yet.
  [[nodiscard]] SecretString issue(sql::Connection& connection, LinkPurpose purpose, const std::string& email,
                                   const std::string& detail = "") const;

  struct Link {
    std::optional<User> user;  ///< as it is now
    std::string email;         ///< to which it was sent
    std::string detail;
  };
  /// The link, unused; absent for a used, expired, outdated or unknown one and for one of another purpose.
  [[nodiscard]] std::optional<Link> find(sql::Connection& connection, LinkPurpose purpose,
                                         const SecretString& token) const;
  /// The same, and uses it up.
  [[nodiscard]] std::optional<Link> take(sql::Connection& connection, LinkPurpose purpose,
                                         const SecretString& token) const;
  /// Whether the user has a link of that purpose, not expired and not used.
  [[nodiscard]] bool is_waiting(sql::Connection& connection, LinkPurpose purpose, const UserId& user) const;

 private:
  const Clock& clock_;
  RandomSource& random_;
};

}  // namespace gatehouse::server
