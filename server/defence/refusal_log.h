// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>

#include "core/sql/database.h"
#include "server/defence/refusal_counts.h"

namespace gatehouse::server {

inline constexpr const char* kRequestRefused = "request.refused";
inline constexpr const char* kRequestRefusedAgain = "request.refused_again";

/// Writes refused requests of known callers to the audit log, as many as RefusalCounts lets through.
/// Thread-safe.
class RefusalLog {
 public:
  RefusalLog(const Clock& clock, sql::Database& database) : clock_(clock), database_(database) {}

  /// `refusal` names who asked, for what and why they don't get it.
  void add(AuditEvent refusal);
  /// Writes the numbers of those that were not written one by one. False when there was nothing to tell.
  bool tell_numbers();

 private:
  const Clock& clock_;
  sql::Database& database_;
  std::mutex mutex_;
  RefusalCounts counts_;
};

}  // namespace gatehouse::server
