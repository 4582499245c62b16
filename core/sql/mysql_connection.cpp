// SPDX-License-Identifier: Apache-2.0
#include "core/sql/mysql_connection.h"

#include <mariadb/errmsg.h>
#include <mariadb/mysql.h>
#include <mariadb/mysqld_error.h>

#include "core/net/fiber.h"
#include "core/sql/deadline.h"
#include "core/sql/sql_state.h"

namespace gatehouse::sql {

namespace {

// https://mariadb.com/kb/en/mariadb-error-codes/; 3819 and 4025 are CHECK of MySQL and MariaDB.
ErrorKind kind_of(unsigned number) {
  switch (number) {
    case ER_DUP_ENTRY:
    case ER_DUP_KEY:
      return ErrorKind::unique;
    case ER_NO_REFERENCED_ROW:
    case ER_NO_REFERENCED_ROW_2:
    case ER_ROW_IS_REFERENCED:
    case ER_ROW_IS_REFERENCED_2:
      return ErrorKind::foreign_key;
    case ER_BAD_NULL_ERROR:
    case ER_NO_DEFAULT_FOR_FIELD:
    case 3819:
    case 4025:
      return ErrorKind::constraint;
    case ER_LOCK_DEADLOCK:
    case ER_LOCK_WAIT_TIMEOUT:
    case ER_CHECKREAD:
    case ER_CON_COUNT_ERROR:
    case ER_QUERY_INTERRUPTED:
      return ErrorKind::busy;
    case ER_DISK_FULL:
    case ER_RECORD_FILE_FULL:
    case ER_OPTION_PREVENTS_STATEMENT:
      return ErrorKind::full;
    case ER_CRASHED_ON_USAGE:
    case ER_NOT_KEYFILE:
      return ErrorKind::damaged;
    case ER_ACCESS_DENIED_ERROR:
    case ER_DBACCESS_DENIED_ERROR:
    case ER_BAD_DB_ERROR:
    case ER_SERVER_SHUTDOWN:
    case ER_CONNECTION_KILLED:
    case ER_NEED_REPREPARE:
    case ER_UNKNOWN_STMT_HANDLER:
      return ErrorKind::lost;
    default:
      return number >= CR_MIN_ERROR && number <= CR_MAX_ERROR && number != CR_INVALID_PARAMETER_NO
                 ? ErrorKind::lost
                 : ErrorKind::statement;
  }
}

}  // namespace

void MysqlConnection::Close::operator()(st_mysql* connection) const {
  mysql_close(connection);
}

MysqlConnection::MysqlConnection(const MysqlOptions& options) : answer_limit_(options.limits.answer) {
  static const int initialised = mysql_library_init(0, nullptr, nullptr);
  if (initialised != 0) throw Error(ErrorKind::lost, "libmariadb can't be initialised");
  connection_.reset(mysql_init(nullptr));
  if (!connection_) throw std::bad_alloc();
  set_options(options);
  connect(options);
}

/// First the connection, which leaves the statements without one; closing them then sends nothing.
MysqlConnection::~MysqlConnection() {
  connection_.reset();
}

void MysqlConnection::set_options(const MysqlOptions& options) {
  MYSQL* handle = connection_.get();
  const unsigned no_local_files = 0;
  mysql_options(handle, MYSQL_OPT_NONBLOCK, nullptr);
  mysql_options(handle, MYSQL_OPT_LOCAL_INFILE, &no_local_files);
  mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  mysql_options(handle, MYSQL_INIT_COMMAND,
                "set time_zone = '+00:00', innodb_lock_wait_timeout = 10,"
                " sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO'");
  if (options.tls == MysqlOptions::Tls::required) {
    const my_bool on = 1;
    mysql_options(handle, MYSQL_OPT_SSL_ENFORCE, &on);
    mysql_options(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &on);
  }
}

void MysqlConnection::connect(const MysqlOptions& options) {
  const std::string password(options.password.reveal());
  const char* socket = options.unix_socket.empty() ? nullptr : options.unix_socket.c_str();
  MYSQL* connected = nullptr;
  const int wanted = mysql_real_connect_start(
      &connected, connection_.get(), options.host.c_str(), options.user.c_str(), password.c_str(),
      options.database.c_str(), options.port, socket, CLIENT_MULTI_STATEMENTS | CLIENT_FOUND_ROWS);
  await(options.limits.connect, wanted,
        [&](int happened) { return mysql_real_connect_cont(&connected, connection_.get(), happened); });
  if (connected != nullptr) return;
  const auto number = mysql_errno(connection_.get());
  state_ = State::broken;
  throw Error(number == ER_CON_COUNT_ERROR ? ErrorKind::busy : ErrorKind::lost,
              mysql_error(connection_.get()));
}

void MysqlConnection::await(std::chrono::milliseconds limit, int wanted,
                            const std::function<int(int)>& go_on) {
  const Deadline deadline(limit);
  while (wanted != 0) {
    const bool reading = (wanted & MYSQL_WAIT_READ) != 0;
    const auto readiness = reading ? net::Readiness::readable : net::Readiness::writable;
    state_ = State::broken;  // should an exception end the wait: an answer is still to come then
    if (!net::wait_ready(mysql_get_socket(connection_.get()), readiness, deadline.left())) {
      state_ = State::silent;
      throw Error(ErrorKind::lost, "MariaDB did not answer in time");
    }
    state_ = State::ready;
    wanted = go_on(reading ? MYSQL_WAIT_READ : MYSQL_WAIT_WRITE);
  }
}

Rows MysqlConnection::run(std::string_view statement, std::span<const Value> parameters) {
  auto& prepared = prepare(statement);
  execute(prepared, statement, parameters);
  struct FreeResult {
    MYSQL_STMT& prepared;
    ~FreeResult() { mysql_stmt_free_result(&prepared); }
  } const free{prepared};
  return take_rows(prepared);
}

st_mysql_stmt& MysqlConnection::prepare(std::string_view statement) {
  if (auto* kept = statements_.find(statement)) return **kept;
  MysqlStatement prepared(mysql_stmt_init(connection_.get()));
  if (!prepared) throw std::bad_alloc();
  const my_bool measure = 1;
  mysql_stmt_attr_set(prepared.get(), STMT_ATTR_UPDATE_MAX_LENGTH, &measure);
  int failed = 0;
  const int wanted = mysql_stmt_prepare_start(&failed, prepared.get(), statement.data(), statement.size());
  await(answer_limit_, wanted,
        [&](int happened) { return mysql_stmt_prepare_cont(&failed, prepared.get(), happened); });
  if (failed != 0) {
    fail_with(mysql_stmt_errno(prepared.get()), mysql_stmt_error(prepared.get()), statement, Bound::nothing);
  }
  return *statements_.insert(statement, std::move(prepared));
}

void MysqlConnection::execute(st_mysql_stmt& prepared, std::string_view statement,
                              std::span<const Value> parameters) {
  if (mysql_stmt_param_count(&prepared) != parameters.size()) {
    throw Error(ErrorKind::statement, "wrong number of parameters", statement);
  }
  MysqlParameters bound(parameters);
  int failed = bound.bind_to(prepared) ? 0 : 1;
  if (failed == 0) {
    const int wanted = mysql_stmt_execute_start(&failed, &prepared);
    await(answer_limit_, wanted,
          [&](int happened) { return mysql_stmt_execute_cont(&failed, &prepared, happened); });
  }
  if (failed == 0 && mysql_stmt_field_count(&prepared) > 0) {
    const int wanted = mysql_stmt_store_result_start(&failed, &prepared);
    await(answer_limit_, wanted,
          [&](int happened) { return mysql_stmt_store_result_cont(&failed, &prepared, happened); });
  }
  if (failed != 0)
    fail_with(mysql_stmt_errno(&prepared), mysql_stmt_error(&prepared), statement, Bound::values);
}

void MysqlConnection::run_script(std::string_view script) {
  int failed = 0;
  const int wanted = mysql_real_query_start(&failed, connection_.get(), script.data(), script.size());
  await(answer_limit_, wanted,
        [&](int happened) { return mysql_real_query_cont(&failed, connection_.get(), happened); });
  if (failed != 0)
    fail_with(mysql_errno(connection_.get()), mysql_error(connection_.get()), script, Bound::nothing);
  drop_results(script);
}

void MysqlConnection::drop_results(std::string_view script) {
  int more = 0;
  while (more == 0) {
    MYSQL_RES* result = nullptr;
    const int storing = mysql_store_result_start(&result, connection_.get());
    await(answer_limit_, storing,
          [&](int happened) { return mysql_store_result_cont(&result, connection_.get(), happened); });
    mysql_free_result(result);
    const int wanted = mysql_next_result_start(&more, connection_.get());
    await(answer_limit_, wanted,
          [&](int happened) { return mysql_next_result_cont(&more, connection_.get(), happened); });
  }
  if (more > 0)
    fail_with(mysql_errno(connection_.get()), mysql_error(connection_.get()), script, Bound::nothing);
}

void MysqlConnection::begin(Access access) {
  run_script(access == Access::write ? "set transaction isolation level serializable; start transaction"
                                     : "start transaction with consistent snapshot, read only");
  in_transaction_ = true;
}

void MysqlConnection::commit() {
  run_script("commit");
  in_transaction_ = false;
}

void MysqlConnection::roll_back() noexcept {
  if (state_ != State::ready || !in_transaction_) return;
  try {
    run_script("rollback");
    in_transaction_ = false;
  } catch (...) {
    if (state_ == State::ready) state_ = State::broken;
  }
}

void MysqlConnection::fail_with(unsigned number, const char* message, std::string_view statement,
                                Bound bound) {
  const auto kind = kind_of(number);
  if (kind == ErrorKind::lost) state_ = State::broken;
  std::string reason = "MariaDB error " + std::to_string(number);
  if (bound == Bound::nothing) reason += std::string(": ") + message;
  throw Error(kind, reason, statement);
}

}  // namespace gatehouse::sql
