// SPDX-License-Identifier: Apache-2.0
#include "server/access/access.h"

namespace gatehouse::server {
namespace {

Access::Verdict allow_if(bool may) {
  return may ? Access::Verdict::allowed : Access::Verdict::forbidden;
}

}  // namespace

struct Access::Judge {
  const Caller& caller;
  const http::Request& routed;

  Verdict operator()(Anyone /*rule*/) const { return Verdict::allowed; }
  // Own profile and sessions: the operator has none, and no script may change them.
  Verdict operator()(SignedIn /*rule*/) const { return allow_if(caller.kind() == Caller::Kind::user); }
  Verdict operator()(PlatformPermission permission) const { return allow_if(caller.may(permission)); }
  Verdict operator()(InThatApp rule) const {
    const AppId app(routed.param("id"));
    if (caller.may(rule.permission, app)) return Verdict::allowed;
    const bool sees = caller.may(AppPermission::view_app, app);
    return caller.may_somewhere(rule.permission) && !sees ? Verdict::no_such_app : Verdict::forbidden;
  }
  Verdict operator()(InSomeApp rule) const { return allow_if(caller.may_somewhere(rule.permission)); }
  Verdict operator()(OnPlatformOrInSomeApp rule) const {
    return allow_if(caller.may(rule.on_platform) || caller.may_somewhere(rule.in_app));
  }
  Verdict operator()(InPerson rule) const {
    if (caller.is_operator()) return Verdict::allowed;
    if (caller.kind() != Caller::Kind::user) return Verdict::forbidden;
    return allow_if(rule.permission ? caller.may(*rule.permission) : !caller.rights().are_none());
  }
  Verdict operator()(LocalOperator /*rule*/) const { return allow_if(caller.is_operator()); }
};

Access::Verdict Access::judge(const Caller& caller, const http::Request& routed) const {
  if (!is_public() && caller.is_anonymous()) return Verdict::sign_in_first;
  return std::visit(Judge{caller, routed}, rule_);
}

}  // namespace gatehouse::server
