// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>

#include "core/sql/rows.h"

struct st_mysql_stmt;

namespace gatehouse::sql {

struct CloseMysqlStatement {
  void operator()(st_mysql_stmt* statement) const;
};
using MysqlStatement = std::unique_ptr<st_mysql_stmt, CloseMysqlStatement>;

/// The parameters of one execution; refers to `values`, which must outlive it.
class MysqlParameters {
 public:
  explicit MysqlParameters(std::span<const Value> values);
  ~MysqlParameters();
  /// False when the driver refuses.
  [[nodiscard]] bool bind_to(st_mysql_stmt& statement);

 private:
  struct Binds;
  std::unique_ptr<Binds> binds_;
};

/// The rows that `statement` has received and keeps.
Rows take_rows(st_mysql_stmt& statement);

}  // namespace gatehouse::sql
