// SPDX-License-Identifier: Apache-2.0
#include "server/storage/app_policies.h"

#include "server/storage/text_list.h"

namespace gatehouse::server::app_policies {

std::optional<AppPolicy> find(sql::Connection& connection, const AppId& app) {
  const auto rows = connection.query(
      "select version, app_epoch, issued_after, required_claims, former_algorithm, algorithm_changed_at from "
      "app_policies where app_id = ?",
      app);
  if (rows.empty()) return std::nullopt;
  const auto row = rows[0];
  return AppPolicy{row.get<std::int64_t>(0),
                   row.get<std::int64_t>(1),
                   row.get<std::int64_t>(2),
                   split_words(row.get<std::string>(3)),
                   parse_app_algorithm(row.get<std::string>(4)),
                   row.get<Time>(5)};
}

bool put_rules(sql::Connection& connection, const AppId& app, const AppPolicy& policy) {
  return connection
             .query("update app_policies set issued_after = ?, required_claims = ? where app_id = ?",
                    policy.issued_after, join_words(policy.required_claims), app)
             .affected() == 1;
}

void end_changes(sql::Connection& connection, Time changed_before) {
  connection.query(
      "update app_policies set former_algorithm = '' where former_algorithm <> '' and algorithm_changed_at < "
      "?",
      changed_before);
}

}  // namespace gatehouse::server::app_policies
