// SPDX-License-Identifier: Apache-2.0
#include "server/storage/app_policies.h"

#include "server/storage/text_list.h"

namespace gatehouse::server::app_policies {
namespace {

/// An app that still holds an older one has not been looked at for as many rotations.
constexpr std::int64_t kMostRetired = 10;

std::vector<RetiredSecret> list_retired(sql::Connection& connection, const AppId& app) {
  const auto rows = connection.query(
      "select kid, refused_from from app_retired_secrets where app_id = ? order by refused_from desc, kid "
      "limit ?",
      app, kMostRetired);
  std::vector<RetiredSecret> retired;
  for (const auto row : rows) retired.push_back({row.get<std::string>(0), row.get<std::int64_t>(1)});
  return retired;
}

}  // namespace

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
                   row.get<Time>(5),
                   list_retired(connection, app)};
}

bool put_rules(sql::Connection& connection, const AppId& app, const AppPolicy& policy) {
  return connection
             .query("update app_policies set issued_after = ?, required_claims = ? where app_id = ?",
                    policy.issued_after, join_words(policy.required_claims), app)
             .affected() == 1;
}

void retire_secret(sql::Connection& connection, const AppId& app, const RetiredSecret& secret) {
  connection.query("insert into app_retired_secrets (app_id, kid, refused_from) values (?, ?, ?)", app,
                   secret.kid, secret.refused_from);
}

void end_changes(sql::Connection& connection, Time changed_before) {
  connection.query(
      "update app_policies set former_algorithm = '' where former_algorithm <> '' and algorithm_changed_at < "
      "?",
      changed_before);
}

}  // namespace gatehouse::server::app_policies
