// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

namespace gatehouse::sql {

enum class ErrorKind {
  unique,       ///< a unique or primary key is taken
  foreign_key,  ///< refers to a row that isn't there, or is referred to
  constraint,   ///< CHECK or NOT NULL
  busy,         ///< locked or a serialisation failure: the transaction may be tried again
  lost,         ///< no connection, or it broke
  full,         ///< disk or database full, or read-only by failure
  damaged,      ///< the file is not a sound database
  statement,    ///< a bug: bad SQL, wrong number of parameters, wrong column type
};

/// A database call failed. The text names the statement and the driver's reason with every bound value left
/// out.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& text) : std::runtime_error(text), kind_(kind) {}
  [[nodiscard]] ErrorKind kind() const { return kind_; }

 private:
  ErrorKind kind_;
};

}  // namespace gatehouse::sql
