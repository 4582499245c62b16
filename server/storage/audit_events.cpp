// SPDX-License-Identifier: Apache-2.0
#include "server/storage/audit_events.h"

#include <charconv>
#include <limits>
#include <string_view>

#include "core/crypto/sha256.h"

namespace gatehouse::server::audit_events {
namespace {

constexpr std::string_view kColumns =
    "id, at, action, outcome, reason, actor, target, app_id, session_id, client_address, request_id, "
    "chain_hash";
constexpr std::size_t kRowsAtOnce = 1000;

/// Where the chain has come to.
struct Link {
  std::int64_t id = 0;
  Bytes hash;
};

std::string select(std::string_view rest) {
  return "select " + std::string(kColumns) + " from audit_events " + std::string(rest);
}

AuditEvent to_event(const sql::Rows::Row& row) {
  return {row.get<std::int64_t>(0), row.get<Time>(1),        row.get<std::string>(2), row.get<std::string>(3),
          row.get<std::string>(4),  row.get<std::string>(5), row.get<std::string>(6), row.get<std::string>(7),
          row.get<std::string>(8),  row.get<std::string>(9), row.get<std::string>(10)};
}

/// Every field with its length before it, so that no two events read alike.
Bytes hash_event(const AuditEvent& event, const Bytes& previous) {
  std::string text(as_text(previous));
  const auto add = [&](std::string_view field) {
    text += std::to_string(field.size());
    text += ':';
    text += field;
  };
  add(std::to_string(event.id));
  add(std::to_string(event.at.time_since_epoch().count()));
  for (const auto* field : {&event.action, &event.outcome, &event.reason, &event.actor, &event.target,
                            &event.app_id, &event.session_id, &event.client_address, &event.request_id}) {
    add(*field);
  }
  const auto digest = crypto::sha256(as_bytes(text));
  return {digest.begin(), digest.end()};
}

Link find_last(sql::Connection& connection) {
  const auto rows = connection.query("select id, chain_hash from audit_events order by id desc limit 1");
  if (rows.empty()) return {};
  return {rows[0].get<std::int64_t>(0), rows[0].get<Bytes>(1)};
}

}  // namespace

void append(sql::Connection& connection, const AuditEvent& event) {
  const auto last = find_last(connection);
  auto chained = event;
  chained.id = last.id + 1;
  connection.query(
      "insert into audit_events (id, at, action, outcome, reason, actor, target, app_id, session_id, "
      "client_address, request_id, chain_hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      chained.id, chained.at, chained.action, chained.outcome, chained.reason, chained.actor, chained.target,
      chained.app_id, chained.session_id, chained.client_address, chained.request_id,
      hash_event(chained, last.hash));
}

Page<AuditEvent> list(sql::Connection& connection, const PageRequest& page) {
  static const std::string statement = select("where id < ? order by id desc limit ?");
  auto before = std::numeric_limits<std::int64_t>::max();
  if (!page.after.empty()) std::from_chars(page.after.data(), page.after.data() + page.after.size(), before);
  const auto rows = connection.query(statement, before, page.limit + 1);
  std::vector<AuditEvent> events;
  for (std::size_t i = 0; i < rows.size(); ++i) events.push_back(to_event(rows[i]));
  return make_page(std::move(events), page.limit,
                   [](const AuditEvent& event) { return std::to_string(event.id); });
}

ChainCheck verify_chain(sql::Connection& connection) {
  static const std::string statement = select("where id > ? order by id limit ?");
  ChainCheck check;
  Link last;
  for (;;) {
    const auto rows = connection.query(statement, last.id, kRowsAtOnce);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto event = to_event(rows[i]);
      auto hash = rows[i].get<Bytes>(11);
      if (event.id != last.id + 1 || hash != hash_event(event, last.hash)) {
        check.first_broken = event.id;
        return check;
      }
      last = {event.id, std::move(hash)};
      ++check.checked;
    }
    if (rows.size() < kRowsAtOnce) return check;
  }
}

}  // namespace gatehouse::server::audit_events
