// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/net/fiber.h"
#include "core/sql/pool.h"
#include "core/sql/remote_connection.h"
#include "core/sql/statement_cache.h"

struct pg_conn;
struct pg_result;

namespace gatehouse::sql {

/// One connection by asynchronous libpq. A transaction costs few round trips: BEGIN goes with its first
/// statement (libpq's pipeline mode), and the answer to a reader's COMMIT is read when the connection is used
/// next.
class PostgresConnection final : public RemoteConnection {
 public:
  /// Connects. `url` must be well-formed. Throws Error.
  PostgresConnection(const std::string& url, const PoolLimits& limits);
  ~PostgresConnection() override;

  [[nodiscard]] Dialect dialect() const override { return Dialect::postgres; }
  Rows run(std::string_view statement, std::span<const Value> parameters) override;
  void run_script(std::string_view script) override;

  [[nodiscard]] State state() const override { return state_; }
  void begin(Access access) override;
  void commit() override;
  void roll_back() noexcept override;

 private:
  struct Close {
    void operator()(pg_conn* connection) const;
  };
  struct Clear {
    void operator()(pg_result* result) const;
  };
  using Result = std::unique_ptr<pg_result, Clear>;
  struct Prepared {
    std::string name;
    std::size_t parameters;
  };

  void connect(std::chrono::milliseconds limit);
  const Prepared& prepare(std::string_view statement);
  Result execute(const Prepared& prepared, std::string_view statement, std::span<const Value> parameters);
  /// Sends text without parameters; the last result.
  Result command(const char* text);
  /// Sends by `send`, which is one call of libpq, after a BEGIN that is still to be sent.
  Result exchange(std::string_view statement, const std::function<int()>& send);
  Result exchange_with_begin(std::string_view statement, const std::function<int()>& send);
  Result await_result(std::string_view statement);
  void commit_read();
  void await_flush();
  void await_readable();
  void wait(net::Readiness readiness, std::chrono::milliseconds limit);
  [[noreturn]] void lose(State state, const std::string& reason);
  /// Before values are bound the server's own text may be shown.
  enum class Bound { nothing, values };
  void require_success(const pg_result& result, std::string_view statement, Bound bound);

  std::unique_ptr<pg_conn, Close> connection_;
  std::chrono::milliseconds answer_limit_;
  State state_ = State::ready;
  StatementCache<Prepared> statements_;
  std::uint64_t prepared_ = 0;
  Access access_ = Access::read;
  const char* pending_begin_ = nullptr;
  bool answer_owed_ = false;  ///< to the COMMIT of a read
  bool busy_error_ = false;   ///< in this transaction
};

}  // namespace gatehouse::sql
