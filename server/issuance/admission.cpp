// SPDX-License-Identifier: Apache-2.0
#include "server/issuance/admission.h"

#include "server/storage/app_policies.h"
#include "server/storage/apps.h"
#include "server/storage/members.h"
#include "server/storage/signal_events.h"
#include "server/storage/signal_streams.h"
#include "server/storage/users.h"

namespace gatehouse::server {

std::string_view to_code(NotAdmitted reason) {
  switch (reason) {
    case NotAdmitted::unknown_app:
      return "unknown_app";
    case NotAdmitted::unknown_user:
      return "unknown_user";
    case NotAdmitted::user_disabled:
      return "user_disabled";
    case NotAdmitted::not_a_member:
      return "not_a_member";
  }
  return "";
}

Result<Admission, NotAdmitted> find_admission(sql::Connection& connection,
                                              const crypto::SealingKey& sealing_key, const AppId& app_id,
                                              const UserId& user_id) {
  auto app = apps::find(connection, app_id);
  if (!app) return fail(NotAdmitted::unknown_app);
  auto user = users::find(connection, user_id);
  if (!user) return fail(NotAdmitted::unknown_user);
  if (user->is_disabled()) return fail(NotAdmitted::user_disabled);
  auto authority = members::find_authority(connection, app_id, user_id);
  if (!authority) return fail(NotAdmitted::not_a_member);
  auto policy = app_policies::find(connection, app_id).value_or(app_policies::AppPolicy());
  // Where nobody follows the app's events, nobody has to hear of a change before tokens follow it.
  if (policy.former_algorithm && signal_streams::count(connection, app_id) == 0)
    policy.former_algorithm.reset();
  auto secret = apps::load_secrets(connection, sealing_key, app_id).current;
  return Admission{std::move(*app),
                   std::move(secret),
                   std::move(*user),
                   std::move(*authority),
                   std::nullopt,
                   signal_events::load_position(connection),
                   policy.former_algorithm,
                   policy.algorithm_changed_at};
}

}  // namespace gatehouse::server
