// SPDX-License-Identifier: Apache-2.0
#include "server/access/access.h"

namespace gatehouse::server {

Access::Verdict Access::judge(const Caller& caller) const {
  if (kind_ == Kind::anyone) return Verdict::allowed;
  if (caller.is_anonymous()) return Verdict::sign_in_first;
  const bool is_user = caller.kind() == Caller::Kind::user;
  switch (kind_) {
    case Kind::anyone:
      return Verdict::allowed;
    // Own profile and sessions: the operator has none.
    case Kind::signed_in:
      return is_user ? Verdict::allowed : Verdict::forbidden;
    case Kind::permission:
      return caller.may(permission_) ? Verdict::allowed : Verdict::forbidden;
    case Kind::local_operator:
      return is_user ? Verdict::forbidden : Verdict::allowed;
  }
  return Verdict::forbidden;
}

}  // namespace gatehouse::server
