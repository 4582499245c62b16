// SPDX-License-Identifier: Apache-2.0
#include "server/access/caller.h"

namespace gatehouse::server {

Caller Caller::user(sessions::SessionAndUser found) {
  Caller caller(Kind::user);
  caller.found_ = std::move(found);
  return caller;
}

bool Caller::may(PlatformPermission permission) const {
  switch (kind_) {
    case Kind::anonymous:
      return false;
    case Kind::user:
      return role_grants(user().platform_role, permission);
    case Kind::operator_:
      return true;
  }
  return false;
}

std::string Caller::actor() const {
  switch (kind_) {
    case Kind::anonymous:
      return "anonymous";
    case Kind::user:
      return user().id.value();
    case Kind::operator_:
      return "operator";
  }
  return "";
}

}  // namespace gatehouse::server
