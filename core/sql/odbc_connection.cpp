// SPDX-License-Identifier: Apache-2.0
#include "core/sql/odbc_connection.h"

#include <sql.h>
#include <sqlext.h>

#include "core/sql/sql_state.h"

namespace gatehouse::sql {

namespace {

SQLCHAR* characters(const std::string& text) {
  return reinterpret_cast<SQLCHAR*>(const_cast<char*>(text.c_str()));  // ODBC only reads them
}

/// ODBC's attributes take integers by their pointer argument.
SQLPOINTER number(std::uintptr_t value) {
  return reinterpret_cast<SQLPOINTER>(value);  // NOLINT(performance-no-int-to-ptr)
}

unsigned long whole_seconds(std::chrono::milliseconds limit) {
  return static_cast<unsigned long>(std::chrono::ceil<std::chrono::seconds>(limit).count());
}

/// Drivers that say no more than 23000, "integrity constraint violation", tell by their own number:
/// those of SQL Server and of MySQL.
ErrorKind kind_of(const OdbcDiagnosis& diagnosis) {
  if (diagnosis.state != "23000") return kind_of_sql_state(diagnosis.state);
  switch (diagnosis.number) {
    case 2601:
    case 2627:
    case 1062:
      return ErrorKind::unique;
    case 547:
    case 1451:
    case 1452:
      return ErrorKind::foreign_key;
    default:
      return ErrorKind::constraint;
  }
}

}  // namespace

OdbcConnection::Environment::Environment() : handle(SQL_HANDLE_ENV, nullptr) {
  SQLSetEnvAttr(handle.get(), SQL_ATTR_ODBC_VERSION, number(SQL_OV_ODBC3), 0);
}

OdbcConnection::Connected::Connected(void* environment) : handle(SQL_HANDLE_DBC, environment) {}

OdbcConnection::Connected::~Connected() {
  SQLDisconnect(handle.get());
}

OdbcConnection::OdbcConnection(const OdbcOptions& options, net::BlockingPool& threads)
    : threads_(threads),
      answer_seconds_(whole_seconds(options.limits.answer)),
      connection_(environment_.handle.get()) {
  connect(options);
}

OdbcConnection::~OdbcConnection() {
  statements_.clear();
  if (in_transaction_) SQLEndTran(SQL_HANDLE_DBC, connection_.handle.get(), SQL_ROLLBACK);
}

void OdbcConnection::connect(const OdbcOptions& options) {
  void* handle = connection_.handle.get();
  SQLSetConnectAttr(handle, SQL_ATTR_LOGIN_TIMEOUT, number(whole_seconds(options.limits.connect)), 0);
  const std::string text(options.connection_string.reveal());
  const auto connected =
      SQLDriverConnect(handle, nullptr, characters(text), SQL_NTS, nullptr, 0, nullptr, SQL_DRIVER_NOPROMPT);
  if (SQL_SUCCEEDED(connected)) return;
  state_ = State::broken;
  const auto diagnosis = diagnose(SQL_HANDLE_DBC, handle);
  throw Error(ErrorKind::lost, "ODBC error " + diagnosis.state + ": " + diagnosis.message);
}

template <class Work>
auto OdbcConnection::off_thread(Work work) {
  auto done = threads_.run(std::move(work));
  if (!done) throw Error(ErrorKind::busy, "too many are waiting for the database");
  if constexpr (!std::is_void_v<typename decltype(done)::Value>) return std::move(done).value();
}

Rows OdbcConnection::run(std::string_view statement, std::span<const Value> parameters) {
  return off_thread([&] { return run_here(statement, parameters); });
}

Rows OdbcConnection::run_here(std::string_view statement, std::span<const Value> parameters) {
  void* prepared = prepare(statement);
  const struct Finish {
    void* prepared;
    ~Finish() {
      SQLFreeStmt(prepared, SQL_CLOSE);
      SQLFreeStmt(prepared, SQL_RESET_PARAMS);
    }
  } finish{prepared};
  SQLSMALLINT wanted = 0;
  if (!SQL_SUCCEEDED(SQLNumParams(prepared, &wanted))) fail_with(SQL_HANDLE_STMT, prepared, statement);
  if (std::size_t(wanted) != parameters.size()) {
    throw Error(ErrorKind::statement, "wrong number of parameters", statement);
  }
  OdbcParameters bound(parameters);
  if (!bound.bind_to(prepared)) fail_with(SQL_HANDLE_STMT, prepared, statement);
  const auto executed = SQLExecute(prepared);
  if (!SQL_SUCCEEDED(executed) && executed != SQL_NO_DATA) fail_with(SQL_HANDLE_STMT, prepared, statement);
  Rows rows;
  if (!fetch_rows(prepared, rows)) fail_with(SQL_HANDLE_STMT, prepared, statement);
  // Not every driver minds SQL_ATTR_ACCESS_MODE; what a read wrote is rolled back.
  if (access_ == Access::read && rows.columns().empty()) {
    throw Error(ErrorKind::statement, "a read may not write", statement);
  }
  return rows;
}

void* OdbcConnection::prepare(std::string_view statement) {
  auto* kept = statements_.find(statement);
  used_before_ = kept != nullptr;
  if (kept != nullptr) return kept->get();
  auto prepared = make_statement();
  const std::string text(statement);
  if (!SQL_SUCCEEDED(SQLPrepare(prepared.get(), characters(text), SQLINTEGER(text.size())))) {
    fail_with(SQL_HANDLE_STMT, prepared.get(), statement);
  }
  return statements_.insert(statement, std::move(prepared)).get();
}

OdbcHandle OdbcConnection::make_statement() {
  OdbcHandle statement(SQL_HANDLE_STMT, connection_.handle.get());
  SQLSetStmtAttr(statement.get(), SQL_ATTR_QUERY_TIMEOUT, number(answer_seconds_), 0);
  return statement;
}

void OdbcConnection::run_script(std::string_view script) {
  off_thread([&] { run_script_here(script); });
}

void OdbcConnection::run_script_here(std::string_view script) {
  const auto statement = make_statement();
  const std::string text(script);
  auto done = SQLExecDirect(statement.get(), characters(text), SQLINTEGER(text.size()));
  while (SQL_SUCCEEDED(done)) done = SQLMoreResults(statement.get());
  if (done != SQL_NO_DATA) fail_with(SQL_HANDLE_STMT, statement.get(), script);
}

void OdbcConnection::begin(Access access) {
  access_ = access;
  off_thread([&] {
    void* handle = connection_.handle.get();
    const bool writes = access == Access::write;
    const auto isolation = writes ? SQL_TXN_SERIALIZABLE : SQL_TXN_REPEATABLE_READ;
    SQLSetConnectAttr(handle, SQL_ATTR_TXN_ISOLATION, number(isolation), 0);
    const auto began = SQLSetConnectAttr(handle, SQL_ATTR_AUTOCOMMIT, number(SQL_AUTOCOMMIT_OFF), 0);
    if (!SQL_SUCCEEDED(began)) fail_with(SQL_HANDLE_DBC, handle, "begin");
    in_transaction_ = true;
  });
}

void OdbcConnection::commit() {
  end(access_ == Access::write ? SQL_COMMIT : SQL_ROLLBACK);
}

void OdbcConnection::end(short outcome) {
  off_thread([&] {
    void* handle = connection_.handle.get();
    if (!SQL_SUCCEEDED(SQLEndTran(SQL_HANDLE_DBC, handle, outcome)))
      fail_with(SQL_HANDLE_DBC, handle, "commit");
    in_transaction_ = false;
  });
}

void OdbcConnection::roll_back() noexcept {
  if (state_ != State::ready || !in_transaction_) return;
  try {
    end(SQL_ROLLBACK);
  } catch (...) {
    state_ = State::broken;
  }
}

void OdbcConnection::fail_with(short type, void* handle, std::string_view statement) {
  const auto diagnosis = diagnose(type, handle);
  auto kind = kind_of(diagnosis);
  SQLUINTEGER dead = SQL_CD_FALSE;
  SQLGetConnectAttr(connection_.handle.get(), SQL_ATTR_CONNECTION_DEAD, &dead, 0, nullptr);
  // "Cached plan must not change result type": after a change of the schema.
  const bool outdated = used_before_ && diagnosis.state == "0A000";
  if (dead == SQL_CD_TRUE || outdated) kind = ErrorKind::lost;
  if (kind == ErrorKind::lost) state_ = State::broken;
  throw Error(kind, "ODBC error " + diagnosis.state + " " + std::to_string(diagnosis.number), statement);
}

}  // namespace gatehouse::sql
