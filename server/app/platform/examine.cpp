// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/examine.h"

#include <filesystem>
#include <iterator>

#include "core/sql/sqlite_connection.h"

namespace gatehouse::server {
namespace {

void append(Findings& all, Findings more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

std::uint64_t size_of(const std::filesystem::path& path) {
  std::error_code absent;
  const auto size = std::filesystem::file_size(path, absent);
  return absent ? 0 : size;
}

std::int64_t count(sql::Connection& connection, std::string_view rows) {
  return connection.query("select count(*) from " + std::string(rows)).first().get<std::int64_t>(0);
}

void count_queues(const Settings& settings, HealthReport& report) {
  try {
    sql::SqliteConnection connection(settings.database.path, sql::SqliteConnection::Mode::reader);
    report.queues.emplace_back("mails", count(connection, "mails where state in ('waiting', 'sending')"));
    report.queues.emplace_back("requests", count(connection, "account_requests where done_at is null"));
  } catch (const sql::Error&) {
    // Said by the check of the database.
  }
}

}  // namespace

HealthReport examine_platform(const Settings& settings, const Clock& clock, Depth depth) {
  HealthReport report;
  append(report.findings, check_data_folder(settings));
  append(report.findings, check_database(settings, depth));
  append(report.findings, check_keys(settings));
  append(report.findings, check_mail(settings, clock));
  append(report.findings, check_clock(settings, clock));
  report.findings.push_back(check_reachable(settings.public_url.text));
  report.version = GATEHOUSE_VERSION;
  report.now = clock.now();
  const auto& file = settings.database.path;
  report.database_bytes = size_of(file);
  report.wal_bytes = size_of(file.string() + "-wal");
  count_queues(settings, report);
  return report;
}

}  // namespace gatehouse::server
