// SPDX-License-Identifier: Apache-2.0
#include "core/sql/postgres_connection.h"

#include <charconv>
#include <postgresql/libpq-fe.h>
#include <utility>

#include "core/net/fiber.h"
#include "core/sql/deadline.h"
#include "core/sql/placeholders.h"
#include "core/sql/postgres_value.h"
#include "core/sql/servers.h"
#include "core/sql/sql_state.h"

namespace gatehouse::sql {

namespace {

constexpr std::size_t kStatementsKept = 256;

/// What reading values relies on.
constexpr const char* kSessionSettings =
    "-c datestyle=ISO -c timezone=UTC -c bytea_output=hex -c standard_conforming_strings=on"
    " -c extra_float_digits=1";

/// The URL's own `options` (`-c search_path=app`), then ours; the last of two counts.
std::string session_options(const std::string& url) {
  struct Free {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
  };
  const std::unique_ptr<PQconninfoOption, Free> parsed(PQconninfoParse(url.c_str(), nullptr));
  std::string options;
  for (const auto* option = parsed.get(); option != nullptr && option->keyword != nullptr; ++option) {
    if (std::string_view(option->keyword) == "options" && option->val != nullptr) options = option->val;
  }
  return options + " " + kSessionSettings;
}

std::string field(const PGresult& result, char code) {
  const char* text = PQresultErrorField(&result, static_cast<unsigned char>(code));
  return text == nullptr ? std::string() : std::string(text);
}

/// Names of constraint, table and column hold no values; the message and its detail may.
std::string describe(const PGresult& result, std::string_view state) {
  std::string text = "PostgreSQL error " + std::string(state);
  for (const char code : {PG_DIAG_CONSTRAINT_NAME, PG_DIAG_TABLE_NAME, PG_DIAG_COLUMN_NAME}) {
    if (const auto name = field(result, code); !name.empty()) text += " " + name;
  }
  return text;
}

std::string without_line_end(const char* message) {
  std::string text(message);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

}  // namespace

void PostgresConnection::Close::operator()(pg_conn* connection) const {
  PQfinish(connection);
}

void PostgresConnection::Clear::operator()(pg_result* result) const {
  PQclear(result);
}

PostgresConnection::PostgresConnection(const std::string& url, const PoolLimits& limits)
    : connection_(nullptr), answer_limit_(limits.answer), statements_(2 * kStatementsKept) {
  const std::string options = session_options(url);
  // Of two equal names the later counts.
  const char* const names[] = {"application_name", "keepalives_idle", "dbname",
                               "client_encoding",  "options",         nullptr};
  const char* const values[] = {"gatehouse", "30", url.c_str(), "UTF8", options.c_str(), nullptr};
  connection_.reset(PQconnectStartParams(names, values, 1));
  if (!connection_) throw std::bad_alloc();
  connect(limits.connect);
  PQsetnonblocking(connection_.get(), 1);
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
}

PostgresConnection::~PostgresConnection() = default;

void PostgresConnection::connect(std::chrono::milliseconds limit) {
  const Deadline deadline(limit);
  auto wanted = PGRES_POLLING_WRITING;
  while (wanted != PGRES_POLLING_OK) {
    if (wanted == PGRES_POLLING_FAILED || PQstatus(connection_.get()) == CONNECTION_BAD) {
      lose(State::broken, without_line_end(PQerrorMessage(connection_.get())));
    }
    const auto readiness =
        wanted == PGRES_POLLING_READING ? net::Readiness::readable : net::Readiness::writable;
    wait(readiness, deadline.left());
    wanted = PQconnectPoll(connection_.get());
  }
}

Rows PostgresConnection::run(std::string_view statement, std::span<const Value> parameters) {
  const auto& prepared = prepare(statement);
  const auto result = execute(prepared, statement, parameters);
  std::vector<std::string> columns(std::size_t(PQnfields(result.get())));
  std::vector<unsigned> types(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    columns[i] = PQfname(result.get(), int(i));
    types[i] = PQftype(result.get(), int(i));
  }
  std::vector<Value> cells;
  const int rows = PQntuples(result.get());
  cells.reserve(std::size_t(rows) * columns.size());
  for (int row = 0; row < rows; ++row) {
    for (int i = 0; i < int(columns.size()); ++i) {
      if (PQgetisnull(result.get(), row, i) != 0) {
        cells.emplace_back(Null{});
      } else {
        const std::string_view text(PQgetvalue(result.get(), row, i),
                                    std::size_t(PQgetlength(result.get(), row, i)));
        cells.push_back(parse_postgres_value(types[std::size_t(i)], text));
      }
    }
  }
  std::int64_t affected = 0;
  const std::string_view tag(PQcmdStatus(result.get()));
  if (!tag.starts_with("SELECT")) {
    const std::string_view count(PQcmdTuples(result.get()));
    std::from_chars(count.data(), count.data() + count.size(), affected);
  }
  return {std::move(columns), std::move(cells), affected};
}

const PostgresConnection::Prepared& PostgresConnection::prepare(std::string_view statement) {
  if (const auto* kept = statements_.find(statement)) return *kept;
  const auto numbered = number_placeholders(statement);
  const std::string name = "s" + std::to_string(prepared_++);
  const auto result = exchange(statement, [&] {
    return PQsendPrepare(connection_.get(), name.c_str(), numbered.text.c_str(), 0, nullptr);
  });
  require_success(*result, statement, Bound::nothing);
  return statements_.insert(statement, {name, numbered.parameters});
}

PostgresConnection::Result PostgresConnection::execute(const Prepared& prepared, std::string_view statement,
                                                       std::span<const Value> parameters) {
  if (prepared.parameters != parameters.size()) {
    throw Error(ErrorKind::statement, "wrong number of parameters", statement);
  }
  const PostgresParameters bound(parameters, statement);
  auto result = exchange(statement, [&] {
    return PQsendQueryPrepared(connection_.get(), prepared.name.c_str(), bound.count(), bound.pointers(),
                               bound.lengths(), bound.formats(), 0);
  });
  require_success(*result, statement, Bound::values);
  return result;
}

void PostgresConnection::run_script(std::string_view script) {
  if (const char* begin = std::exchange(pending_begin_, nullptr)) command(begin);
  command(std::string(script).c_str());
}

PostgresConnection::Result PostgresConnection::command(const char* text) {
  auto result = exchange(text, [&] { return PQsendQuery(connection_.get(), text); });
  require_success(*result, text, Bound::nothing);
  return result;
}

PostgresConnection::Result PostgresConnection::exchange(std::string_view statement,
                                                        const std::function<int()>& send) {
  if (pending_begin_ != nullptr) return exchange_with_begin(statement, send);
  if (send() == 0) lose(State::broken, without_line_end(PQerrorMessage(connection_.get())));
  return await_result(statement);
}

PostgresConnection::Result PostgresConnection::exchange_with_begin(std::string_view statement,
                                                                   const std::function<int()>& send) {
  auto* handle = connection_.get();
  const char* begin = std::exchange(pending_begin_, nullptr);
  const bool sent = PQenterPipelineMode(handle) == 1 &&
                    PQsendQueryParams(handle, begin, 0, nullptr, nullptr, nullptr, nullptr, 0) == 1 &&
                    send() == 1 && PQpipelineSync(handle) == 1;
  if (!sent) lose(State::broken, without_line_end(PQerrorMessage(handle)));
  const auto begun = await_result(begin);
  auto result = await_result(statement);
  while (PQisBusy(handle) != 0) await_readable();
  const Result synchronised(PQgetResult(handle));
  if (PQexitPipelineMode(handle) != 1) lose(State::broken, "the connection to PostgreSQL broke");
  require_success(*begun, begin, Bound::nothing);
  return result;
}

/// The last result that is not a success, or else the last: a script gives one for each statement.
PostgresConnection::Result PostgresConnection::await_result(std::string_view statement) {
  await_flush();
  Result last;
  while (true) {
    while (PQisBusy(connection_.get()) != 0) await_readable();
    Result next(PQgetResult(connection_.get()));
    if (!next) break;
    const auto status = PQresultStatus(next.get());
    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
      lose(State::broken, "COPY is not supported");
    }
    last = std::move(next);
  }
  if (!last) throw Error(ErrorKind::statement, "no statement", statement);
  return last;
}

void PostgresConnection::await_flush() {
  int pending = 0;
  while ((pending = PQflush(connection_.get())) == 1) {
    wait(net::Readiness::writable, answer_limit_);
    // A server that is busy sending must be read from, or neither side moves on.
    if (PQconsumeInput(connection_.get()) == 0) break;
  }
  if (pending < 0 || PQstatus(connection_.get()) == CONNECTION_BAD) {
    lose(State::broken, "the connection to PostgreSQL broke");
  }
}

void PostgresConnection::await_readable() {
  wait(net::Readiness::readable, answer_limit_);
  if (PQconsumeInput(connection_.get()) == 0) lose(State::broken, "the connection to PostgreSQL broke");
}

void PostgresConnection::wait(net::Readiness readiness, std::chrono::milliseconds limit) {
  state_ = State::broken;  // should an exception end the wait: an answer is still to come then
  const bool ready = net::wait_ready(PQsocket(connection_.get()), readiness, limit);
  if (!ready) lose(State::silent, "PostgreSQL did not answer in time");
  state_ = State::ready;
}

void PostgresConnection::begin(Access access) {
  busy_error_ = false;
  access_ = access;
  if (std::exchange(answer_owed_, false)) await_result("commit");
  if (prepared_ > kStatementsKept) {
    command("deallocate all");
    statements_.clear();
    prepared_ = 0;
  }
  pending_begin_ = access == Access::write ? "begin isolation level serializable"
                                           : "begin isolation level repeatable read, read only";
}

void PostgresConnection::commit() {
  if (std::exchange(pending_begin_, nullptr) != nullptr) return;
  if (access_ == Access::read) return commit_read();
  const auto result = command("commit");
  // COMMIT of a failed transaction rolls back and reports no error.
  if (std::string_view(PQcmdStatus(result.get())) == "COMMIT") return;
  throw Error(busy_error_ ? ErrorKind::busy : ErrorKind::statement,
              "a statement had failed, so the transaction was rolled back");
}

void PostgresConnection::commit_read() {
  if (PQsendQuery(connection_.get(), "commit") == 0) {
    lose(State::broken, without_line_end(PQerrorMessage(connection_.get())));
  }
  await_flush();
  answer_owed_ = true;
}

void PostgresConnection::roll_back() noexcept {
  if (std::exchange(pending_begin_, nullptr) != nullptr) return;
  if (state_ != State::ready || PQtransactionStatus(connection_.get()) == PQTRANS_IDLE) return;
  try {
    command("rollback");
  } catch (...) {
    if (state_ == State::ready) state_ = State::broken;
  }
}

void PostgresConnection::lose(State state, const std::string& reason) {
  state_ = state;
  throw Error(ErrorKind::lost, reason);
}

void PostgresConnection::require_success(const pg_result& result, std::string_view statement, Bound bound) {
  const auto status = PQresultStatus(&result);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return;
  const auto state = field(result, PG_DIAG_SQLSTATE);
  if (PQstatus(connection_.get()) == CONNECTION_BAD) {
    state_ = State::broken;
    throw Error(ErrorKind::lost, "the connection to PostgreSQL broke", statement);
  }
  auto kind = kind_of_sql_state(state);
  // After a change of the schema or behind a pooler the prepared statements are to be made anew.
  if (state == "0A000" && bound == Bound::values) kind = ErrorKind::lost;
  if (state == "26000") kind = ErrorKind::lost;
  if (kind == ErrorKind::lost) state_ = State::broken;
  if (kind == ErrorKind::busy) busy_error_ = true;
  const auto message = bound == Bound::nothing ? ": " + field(result, PG_DIAG_MESSAGE_PRIMARY) : "";
  throw Error(kind, describe(result, state) + message, statement);
}

}  // namespace gatehouse::sql
