// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "core/sql/connection.h"

namespace gatehouse::sql {

/// A connection to a database server, with what a pool needs to know of it.
class RemoteConnection : public Connection {
 public:
  enum class State {
    ready,
    broken,  ///< the connection ended: another may be tried at once
    silent,  ///< no answer in time: the server hangs, so will the next connection
  };
  enum class Access { read, write };

  [[nodiscard]] virtual State state() const = 0;
  virtual void begin(Access access) = 0;
  virtual void commit() = 0;
  /// Afterwards the connection is fit for another transaction, or not `ready`.
  virtual void roll_back() noexcept = 0;
};

}  // namespace gatehouse::sql
