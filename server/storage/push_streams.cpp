// SPDX-License-Identifier: Apache-2.0
#include "server/storage/push_streams.h"

#include <stdexcept>

namespace gatehouse::server::push_streams {
namespace {

constexpr std::string_view kDue =
    "from signal_streams where delivery = 'push' and status = 'enabled' and next_attempt_at <= ? and "
    "acknowledged < (select max(position) from signal_events) ";

crypto::Cell authorization_cell(const StreamId& id) {
  return {"signal_streams", id.value(), "sealed_authorization"};
}

}  // namespace

bool has_due(sql::Connection& connection, Time now) {
  static const std::string statement = "select 1 " + std::string(kDue) + "limit 1";
  return !connection.query(statement, now).empty();
}

std::optional<Turn> claim(sql::Connection& connection, Time now, Time until) {
  static const std::string statement =
      "select app_id, id " + std::string(kDue) + "order by next_attempt_at, id limit 1";
  const auto rows = connection.query(statement, now);
  if (rows.empty()) return std::nullopt;
  const auto id = rows[0].get<StreamId>(1);
  connection.query("update signal_streams set next_attempt_at = ? where id = ?", until, id);
  return Turn{signal_streams::find(connection, rows[0].get<AppId>(0), id).value(), until};
}

bool finish(sql::Connection& connection, const Turn& turn, Time next_attempt) {
  const auto& stream = turn.stream;
  return connection
             .query(
                 "update signal_streams set acknowledged = ?, last_seen_at = ?, failures = ?, failing_since "
                 "= "
                 "?, last_error = ?, status = ?, status_reason = ?, next_attempt_at = ? where id = ? and "
                 "next_attempt_at = ?",
                 stream.acknowledged, stream.last_seen_at, stream.failures, stream.failing_since,
                 stream.last_error, signal_streams::to_text(stream.status), stream.status_reason,
                 next_attempt, stream.id, turn.until)
             .affected() == 1;
}

void put_authorization(sql::Connection& connection, const crypto::SealingKey& sealing_key,
                       RandomSource& random, const StreamId& id, const SecretString& authorization) {
  std::optional<Bytes> sealed;
  if (!authorization.empty())
    sealed = sealing_key.seal(as_bytes(authorization.reveal()), authorization_cell(id), random);
  connection.query("update signal_streams set sealed_authorization = ? where id = ?", sealed, id);
}

std::optional<SecretString> find_authorization(sql::Connection& connection,
                                               const crypto::SealingKey& sealing_key, const StreamId& id) {
  const auto rows = connection.query("select sealed_authorization from signal_streams where id = ?", id);
  if (rows.empty()) return std::nullopt;
  const auto sealed = rows[0].get<std::optional<Bytes>>(0);
  if (!sealed) return std::nullopt;
  auto opened = sealing_key.open(*sealed, authorization_cell(id));
  if (!opened) {
    throw std::runtime_error("the authorization of stream " + id.value() +
                             " does not open: the master key is another one, or the row was tampered with");
  }
  return opened;
}

}  // namespace gatehouse::server::push_streams
