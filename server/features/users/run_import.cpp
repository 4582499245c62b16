// SPDX-License-Identifier: Apache-2.0
#include "server/features/users/run_import.h"

#include "server/access/audit.h"
#include "server/storage/audit_events.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

using user_imports::Import;
using user_imports::Row;
using user_imports::State;

constexpr std::size_t kRowsAtOnce = 1000;
/// Larger, because rows that are entered together share the pages of the index.
constexpr std::size_t kRowsTogether = 20'000;

users::NewUser make_user(const Users& users, const Row& row) {
  users::NewUser added{row.user, row.password_hash};
  added.user.id = UserId(make_sortable_text(kUserIdPrefix, users.clock, users.random));
  added.user.email_verified = true;
  added.user.created_at = added.user.updated_at = users.clock.now();
  if (added.user.disabled_at) added.user.disabled_at = added.user.created_at;
  return added;
}

struct Batch {
  std::size_t rows = 0;
  std::vector<std::int64_t> taken;  ///< lines whose address somebody got meanwhile
  std::int64_t last_line = 0;
};

Batch insert_batch(sql::Connection& connection, const Users& users, const Call& call, const Import& import,
                   std::int64_t after, std::size_t limit) {
  const auto rows = user_imports::list_good(connection, import.id, after, limit);
  std::vector<users::NewUser> made;
  made.reserve(rows.size());
  for (const auto& row : rows) made.push_back(make_user(users, row));
  const auto taken = users::insert_many(connection, made);
  Batch batch{rows.size(), {}, rows.empty() ? after : rows.back().line};
  for (std::size_t i = 0, skipped = 0; i < made.size(); ++i) {
    if (skipped < taken.size() && taken[skipped] == i) {
      ++skipped;
      batch.taken.push_back(rows[i].line);
    } else {
      audit_events::append(connection,
                           make_audit_event(call, users.clock.now(), "user.added", made[i].user.id.value()));
    }
  }
  return batch;
}

void mark_taken(sql::Connection& connection, Import& import, const std::vector<std::int64_t>& lines) {
  for (const auto line : lines) {
    user_imports::mark_bad(connection, import.id, line, "email", "belongs to another user already");
  }
  import.bad += std::int64_t(lines.size());
}

void finish(sql::Connection& connection, const Users& users, const Call& call, Import& import) {
  import.state = State::done;
  user_imports::drop_good_rows(connection, import.id);
  audit_events::append(connection, make_audit_event(call, users.clock.now(), "users.imported", import.id));
}

void run_some(sql::Connection& connection, const Users& users, const Call& call, Import& import) {
  const auto batch = insert_batch(connection, users, call, import, import.done_line, kRowsAtOnce);
  mark_taken(connection, import, batch.taken);
  import.added += std::int64_t(batch.rows - batch.taken.size());
  import.done_line = batch.last_line;
  if (batch.rows < kRowsAtOnce) finish(connection, users, call, import);
}

void run_all(sql::Connection& connection, const Users& users, const Call& call, Import& import) {
  if (import.bad > 0) {
    import.state = State::refused;
    return;
  }
  connection.query("savepoint run_import");
  Batch batch;
  std::int64_t added = 0;
  do {
    batch = insert_batch(connection, users, call, import, batch.last_line, kRowsTogether);
    added += std::int64_t(batch.rows);
  } while (batch.taken.empty() && batch.rows == kRowsTogether);
  if (batch.taken.empty()) {
    import.added = added;
    import.done_line = import.lines;
    finish(connection, users, call, import);
  } else {
    connection.query("rollback to savepoint run_import");
    mark_taken(connection, import, batch.taken);
    import.state = State::refused;
  }
  connection.query("release savepoint run_import");
}

}  // namespace

Import run_import(sql::Connection& connection, const Users& users, const Call& call, Import import) {
  if (import.mode == user_imports::Mode::skip_bad) {
    run_some(connection, users, call, import);
  } else {
    run_all(connection, users, call, import);
  }
  import.changed_at = users.clock.now();
  user_imports::update(connection, import);
  return import;
}

}  // namespace gatehouse::server
