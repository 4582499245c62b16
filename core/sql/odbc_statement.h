// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string>

#include "core/sql/rows.h"

namespace gatehouse::sql {

/// An ODBC handle (environment, connection or statement), freed with its owner.
class OdbcHandle {
 public:
  /// `type` is SQL_HANDLE_...; throws std::bad_alloc.
  OdbcHandle(short type, void* parent);
  ~OdbcHandle();
  OdbcHandle(OdbcHandle&& other) noexcept;
  OdbcHandle& operator=(OdbcHandle&& other) = delete;
  [[nodiscard]] void* get() const { return handle_; }

 private:
  short type_;
  void* handle_;
};

/// Why the last call on a handle failed.
struct OdbcDiagnosis {
  std::string state;  ///< SQLSTATE
  int number = 0;     ///< the driver's own
  std::string message;
};
[[nodiscard]] OdbcDiagnosis diagnose(short type, void* handle);

/// The parameters of one execution; refers to `values`, which must outlive it.
class OdbcParameters {
 public:
  explicit OdbcParameters(std::span<const Value> values);
  ~OdbcParameters();
  /// False when the driver refuses.
  [[nodiscard]] bool bind_to(void* statement);

 private:
  struct Parameter;
  std::unique_ptr<Parameter[]> parameters_;
  std::size_t count_;
};

/// The rows of an executed statement. False when fetching failed (see diagnose).
[[nodiscard]] bool fetch_rows(void* statement, Rows& rows);

}  // namespace gatehouse::sql
