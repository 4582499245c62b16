// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/granted.h"

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

SecretString make_refresh_token(RandomSource& random) {
  return SecretString(make_random_text(random, 32));
}

}  // namespace gatehouse::server
