// SPDX-License-Identifier: Apache-2.0
#include "server/issuance/app_secrets.h"

#include "server/storage/apps.h"

namespace gatehouse::server {

std::vector<SecretString> load_all_secrets(sql::Connection& connection, const crypto::SealingKey& sealing_key,
                                           const AppId& app) {
  auto secrets = apps::load_secrets(connection, sealing_key, app);
  std::vector<SecretString> all;
  for (auto* secret : {&secrets.current, &secrets.next, &secrets.previous}) {
    if (*secret) all.push_back(std::move(**secret));
  }
  return all;
}

}  // namespace gatehouse::server
