// SPDX-License-Identifier: Apache-2.0
#include "server/issuance/asked_of_user.h"

#include <array>

#include "server/issuance/scope.h"
#include "server/storage/consents.h"

namespace gatehouse::server {
namespace {

struct Grantable {
  std::string_view scope;
  std::string_view field;  ///< of the page
  const char* sentence;
};

constexpr std::array kGrantable = {
    Grantable{scope::kOpenId, "grant1", "Recognise you when you come back"},
    Grantable{scope::kProfile, "grant2", "See your name, picture, language and time zone"},
    Grantable{scope::kEmail, "grant3", "See your email address"},
    Grantable{scope::kAddress, "grant4", "See your postal address"},
    Grantable{scope::kPhone, "grant5", "See your phone number"},
    Grantable{scope::kRoles, "grant6", "See your roles in it"},
    Grantable{scope::kOfflineAccess, "grant7",
              "Keep this access while you are signed in here, also when its "
              "page is closed"},
};

}  // namespace

std::vector<std::pair<std::string_view, std::string>> asked_of_user(std::string_view scope) {
  std::vector<std::pair<std::string_view, std::string>> fields;
  for (const auto& one : kGrantable) {
    if (has_scope(scope, one.scope)) fields.emplace_back(one.field, one.sentence);
  }
  return fields;
}

void add_consent(sql::Connection& connection, const UserId& user, const AppId& app, std::string_view scope,
                 Time now) {
  const auto before = consents::find(connection, user, app);
  consents::put(connection, user, app, join_scopes(scope, before ? before->scope : ""), now);
}

}  // namespace gatehouse::server
