// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/granted.h"

#include "core/crypto/sha256.h"
#include "server/issuance/scope.h"
#include "server/storage/refresh_tokens.h"
#include "server/storage/sessions.h"

namespace gatehouse::server {

Result<Admission, std::string> find_admission(sql::Connection& connection, const GrantContext& context,
                                              const Grant& grant) {
  auto session = sessions::find(connection, grant.session_id);
  if (!session || !context.bounds.hold(*session, context.clock.now())) {
    return fail(std::string("session_ended"));
  }
  auto admission = find_admission(connection, context.sealing_key, grant.app_id, grant.user_id);
  if (!admission) return fail(std::string(to_code(admission.error())));
  admission->session = std::move(session);
  return std::move(*admission);
}

std::optional<SecretString> begin_refresh_tokens(sql::Connection& connection, const GrantContext& context,
                                                 const Admission& admission, const Grant& grant,
                                                 const SecretString& token) {
  if (!has_scope(grant.scope, scope::kOfflineAccess)) return std::nullopt;
  refresh_tokens::insert(connection,
                         {.grant_id = grant.id,
                          .successor_of = std::nullopt,
                          .used_at = std::nullopt,
                          .created_at = context.clock.now(),
                          .expires_at = admission.session->expires_at},
                         crypto::sha256(as_bytes(token.reveal())));
  return token;
}

SecretString make_refresh_token(RandomSource& random) {
  return SecretString(make_random_text(random, 32));
}

}  // namespace gatehouse::server
