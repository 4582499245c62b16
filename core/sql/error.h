// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace gatehouse::sql {

enum class ErrorKind {
  unique,       ///< a unique or primary key is taken
  foreign_key,  ///< refers to a row that isn't there, or is referred to
  constraint,   ///< CHECK or NOT NULL
  busy,         ///< locked, overloaded or a serialisation failure: the transaction may be tried again
  lost,         ///< no connection, or it broke, or the file is gone
  full,         ///< disk or database full, or read-only by failure
  damaged,      ///< the file is not a sound database
  statement,    ///< a bug: bad SQL, wrong number of parameters, wrong column type
};

/// A database call failed. The text names the statement and the driver's reason with every bound value left
/// out.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& text) : std::runtime_error(text), kind_(kind) {}
  /// As above with the statement's beginning after the reason.
  Error(ErrorKind kind, std::string_view reason, std::string_view statement);
  [[nodiscard]] ErrorKind kind() const { return kind_; }

 private:
  ErrorKind kind_;
};

}  // namespace gatehouse::sql
