// SPDX-License-Identifier: Apache-2.0
#include "server/access/caller.h"

namespace gatehouse::server {

Caller Caller::user(sessions::SessionAndUser found) {
  Caller caller(Kind::user);
  caller.rights_ = {found.user.platform_role, found.managed_apps, std::nullopt};
  caller.found_ = std::move(found);
  return caller;
}

Caller Caller::api_key(ApiKey key, Rights rights) {
  Caller caller(Kind::api_key);
  caller.rights_ = std::move(rights);
  caller.rights_.limit = key.scope;
  caller.key_ = std::move(key);
  return caller;
}

bool Caller::may(PlatformPermission permission) const {
  return is_operator() || rights_.allow(permission);
}

bool Caller::may(AppPermission permission, const AppId& app) const {
  return is_operator() || rights_.allow(permission, app);
}

bool Caller::may_somewhere(AppPermission permission) const {
  return is_operator() || rights_.allow_somewhere(permission);
}

bool Caller::may_everywhere(AppPermission permission) const {
  return is_operator() || rights_.allow_everywhere(permission);
}

std::string Caller::actor() const {
  switch (kind_) {
    case Kind::anonymous:
      return "anonymous";
    case Kind::user:
      return user().id.value();
    case Kind::api_key:
      return key().user_id.empty() ? key().account_id.value() : key().user_id.value();
    case Kind::operator_:
      return "operator";
  }
  return "";
}

std::string Caller::credential() const {
  if (found_) return session().id.value();
  return key_ ? key_->id.value() : "";
}

}  // namespace gatehouse::server
