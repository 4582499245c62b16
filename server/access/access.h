// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/access/caller.h"

namespace gatehouse::server {

/// Who may call a route. There is no default: a route that doesn't say does not compile.
class Access {
 public:
  static Access anyone() { return Access(Kind::anyone, {}); }
  static Access signed_in() { return Access(Kind::signed_in, {}); }
  static Access requires_permission(PlatformPermission permission) {
    return Access(Kind::permission, permission);
  }
  /// Only the machine's owner: over the local socket or the command line, never over the network.
  static Access local_operator() { return Access(Kind::local_operator, {}); }

  enum class Verdict { allowed, sign_in_first, forbidden };
  [[nodiscard]] Verdict judge(const Caller& caller) const;

  [[nodiscard]] bool is_public() const { return kind_ == Kind::anyone; }
  [[nodiscard]] bool is_local_only() const { return kind_ == Kind::local_operator; }

 private:
  enum class Kind { anyone, signed_in, permission, local_operator };
  Access(Kind kind, PlatformPermission permission) : kind_(kind), permission_(permission) {}
  Kind kind_;
  PlatformPermission permission_;
};

}  // namespace gatehouse::server
