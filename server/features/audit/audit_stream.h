// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/log.h"
#include "core/net/blocking_pool.h"
#include "core/net/http_client.h"
#include "core/sql/database.h"
#include "server/config/settings.h"
#include "server/model/audit_event.h"

namespace gatehouse::server {

/// Where copies of audit events go, a batch at a time.
class AuditSink {
 public:
  virtual ~AuditSink() = default;
  /// The error is one sentence for the log.
  virtual Result<void, std::string> take(const std::vector<AuditEvent>& events) = 0;
};

/// Appends each event as one line of JSON and waits until they are on disk. The file is opened anew for every
/// batch, so that it may be moved away to begin another.
[[nodiscard]] std::unique_ptr<AuditSink> make_file_sink(std::string path);

/// Posts a batch as one JSON object, signed by the scheme of Standard Webhooks: `webhook-id` is the same
/// whenever the same batch is sent again. Any 2xx takes it; redirects are not followed.
[[nodiscard]] std::unique_ptr<AuditSink> make_webhook_sink(const Clock& clock, std::string url,
                                                           SecretString key);

/// Copies the audit log to a sink, from its first event on, in order, each at least once: what was taken is
/// noted in the database only afterwards. Used by one fiber at a time; nothing else ever waits for it.
class AuditStream {
 public:
  AuditStream(const Clock& clock, sql::Database& database, Logger& log, std::string destination,
              std::unique_ptr<AuditSink> sink);

  /// Copies the next events; false when there are none, or the sink failed and is left alone for a while.
  bool copy_some();

 private:
  [[nodiscard]] std::int64_t load_position() const;
  void back_off(const std::string& reason);

  const Clock& clock_;
  sql::Database& database_;
  Logger& log_;
  std::string destination_;
  std::unique_ptr<AuditSink> sink_;
  std::optional<std::int64_t> position_;  ///< the last event that was taken; absent until it was looked up
  std::chrono::steady_clock::time_point rest_until_{};
  int failures_ = 0;
};

/// As the settings say; null when no stream is set.
[[nodiscard]] std::unique_ptr<AuditStream> make_audit_stream(const Settings& settings, const Clock& clock,
                                                             sql::Database& database, Logger& log);

/// How long a sink is left alone after so many failures in a row.
[[nodiscard]] std::chrono::seconds audit_stream_pause(int failures);

}  // namespace gatehouse::server
