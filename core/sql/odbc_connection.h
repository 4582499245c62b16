// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/net/blocking_pool.h"
#include "core/sql/odbc_statement.h"
#include "core/sql/remote_connection.h"
#include "core/sql/servers.h"
#include "core/sql/statement_cache.h"

namespace gatehouse::sql {

/// One connection by ODBC, whose calls block: they run on `threads`.
class OdbcConnection final : public RemoteConnection {
 public:
  /// Connects on the calling thread. Throws Error. `threads` must outlive it.
  OdbcConnection(const OdbcOptions& options, net::BlockingPool& threads);
  ~OdbcConnection() override;

  [[nodiscard]] Dialect dialect() const override { return Dialect::odbc; }
  Rows run(std::string_view statement, std::span<const Value> parameters) override;
  void run_script(std::string_view script) override;

  [[nodiscard]] State state() const override { return state_; }
  void begin(Access access) override;
  void commit() override;
  void roll_back() noexcept override;

 private:
  struct Environment {
    Environment();
    OdbcHandle handle;
  };
  /// Handles are freed in the order that ODBC demands: the connection's after it was ended.
  struct Connected {
    explicit Connected(void* environment);
    ~Connected();
    OdbcHandle handle;
  };

  void connect(const OdbcOptions& options);
  Rows run_here(std::string_view statement, std::span<const Value> parameters);
  void run_script_here(std::string_view script);
  void* prepare(std::string_view statement);
  void end(short outcome);
  OdbcHandle make_statement();
  [[noreturn]] void fail_with(short type, void* handle, std::string_view statement);
  template <class Work>
  auto off_thread(Work work);

  net::BlockingPool& threads_;
  unsigned long answer_seconds_;
  Environment environment_;
  Connected connection_;
  State state_ = State::ready;
  Access access_ = Access::read;
  bool in_transaction_ = false;
  bool used_before_ = false;  ///< the statement under way
  StatementCache<OdbcHandle> statements_;
};

}  // namespace gatehouse::sql
