// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "core/sql/mysql_statement.h"
#include "core/sql/remote_connection.h"
#include "core/sql/servers.h"
#include "core/sql/statement_cache.h"

struct st_mysql;

namespace gatehouse::sql {

/// One connection by libmariadb's non-blocking calls.
class MysqlConnection final : public RemoteConnection {
 public:
  /// Connects. Throws Error.
  explicit MysqlConnection(const MysqlOptions& options);
  ~MysqlConnection() override;

  [[nodiscard]] Dialect dialect() const override { return Dialect::mysql; }
  Rows run(std::string_view statement, std::span<const Value> parameters) override;
  void run_script(std::string_view script) override;

  [[nodiscard]] State state() const override { return state_; }
  void begin(Access access) override;
  void commit() override;
  void roll_back() noexcept override;

 private:
  struct Close {
    void operator()(st_mysql* connection) const;
  };

  void set_options(const MysqlOptions& options);
  void connect(const MysqlOptions& options);
  st_mysql_stmt& prepare(std::string_view statement);
  void execute(st_mysql_stmt& prepared, std::string_view statement, std::span<const Value> parameters);
  void drop_results(std::string_view script);
  /// Starts a call, waits for the socket as it asks and goes on until it is done.
  void await(std::chrono::milliseconds limit, int wanted, const std::function<int(int happened)>& go_on);
  enum class Bound { nothing, values };
  [[noreturn]] void fail_with(unsigned number, const char* message, std::string_view statement, Bound bound);

  std::unique_ptr<st_mysql, Close> connection_;
  std::chrono::milliseconds answer_limit_;
  State state_ = State::ready;
  bool in_transaction_ = false;
  StatementCache<MysqlStatement> statements_;
};

}  // namespace gatehouse::sql
