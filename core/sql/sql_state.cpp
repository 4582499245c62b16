// SPDX-License-Identifier: Apache-2.0
#include "core/sql/sql_state.h"

namespace gatehouse::sql {

namespace {

struct Meaning {
  std::string_view begins;
  ErrorKind kind;
};

/// The first that fits counts.
constexpr Meaning kMeanings[] = {
    {"23505", ErrorKind::unique},      {"23503", ErrorKind::foreign_key},
    {"23001", ErrorKind::foreign_key},                              // restrict_violation
    {"23", ErrorKind::constraint},     {"40003", ErrorKind::lost},  // statement_completion_unknown
    {"40", ErrorKind::busy},     // serialization_failure, deadlock_detected
    {"55P03", ErrorKind::busy},  // lock_not_available
    {"57014", ErrorKind::busy},  // query_canceled
    {"53300", ErrorKind::busy},  // too_many_connections
    {"53", ErrorKind::full},     // insufficient resources: disk_full
    {"58030", ErrorKind::full},  // io_error
    {"25006", ErrorKind::full},  // read_only_sql_transaction: a server that became a standby
    {"57P", ErrorKind::lost},    // shutting down or starting
    {"08", ErrorKind::lost},           {"28", ErrorKind::lost},  // may not sign in
    {"3D000", ErrorKind::lost},        {"XX001", ErrorKind::damaged},
    {"XX002", ErrorKind::damaged},     {"HYT", ErrorKind::busy},  // ODBC: timeout expired
};

}  // namespace

ErrorKind kind_of_sql_state(std::string_view state) {
  for (const auto& meaning : kMeanings) {
    if (state.starts_with(meaning.begins)) return meaning.kind;
  }
  return ErrorKind::statement;
}

}  // namespace gatehouse::sql
