// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/database_failure.h"

#include "core/http/problem.h"
#include "core/sql/error.h"

namespace gatehouse::server {
namespace {

/// What a database that can't answer now means for the caller; absent for a bug, which is answered 500.
std::optional<http::Response> explain(const sql::Error& error) {
  switch (error.kind()) {
    case sql::ErrorKind::full:
      return http::problem(503, "storage_full", "Nothing can be stored just now; nothing was changed.");
    case sql::ErrorKind::busy:
    case sql::ErrorKind::lost:
      return http::problem(503, "database_unavailable",
                           "The database can't be reached just now; nothing was changed.");
    case sql::ErrorKind::unique:
    case sql::ErrorKind::foreign_key:
    case sql::ErrorKind::constraint:
    case sql::ErrorKind::damaged:
    case sql::ErrorKind::statement:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

http::Response answer_or_explain(Logger& log, const http::Request& request,
                                 const std::function<http::Response()>& dispatch) {
  try {
    return dispatch();
  } catch (const sql::Error& error) {
    auto explained = explain(error);
    if (!explained) throw;
    log.error("the database failed a request",
              {{"request_id", request.request_id}, {"reason", error.what()}});
    explained->headers.set("Retry-After", "2");
    return std::move(*explained);
  }
}

}  // namespace gatehouse::server
