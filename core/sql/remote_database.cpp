// SPDX-License-Identifier: Apache-2.0
#include "core/sql/remote_database.h"

#include "core/net/fiber.h"

namespace gatehouse::sql {

namespace {

constexpr int kAttempts = 12;

}  // namespace

void RemoteDatabase::run(const Step& step, RemoteConnection::Access access) {
  for (int number = 1; !attempt(step, access, number); ++number) {
    // Those that collided begin again one after the other.
    net::sleep_for(std::chrono::milliseconds(number * number));
  }
}

bool RemoteDatabase::attempt(const Step& step, RemoteConnection::Access access, int number) {
  Pool::Lease lease(pool_);
  auto& connection = lease.connection();
  bool committing = false;
  try {
    connection.begin(access);
    step(connection);
    committing = true;
    connection.commit();
    count(access, &WriteStats::writes);
    return true;
  } catch (const Error& error) {
    connection.roll_back();
    const bool collided = error.kind() == ErrorKind::busy && number < kAttempts;
    // A commit without an answer may have happened; before it, the server rolls back.
    const bool broke = error.kind() == ErrorKind::lost && number == 1 && !committing &&
                       connection.state() == RemoteConnection::State::broken;
    if (broke) pool_.drop_idle();
    if (collided || broke) return false;
    count(access, &WriteStats::failed);
    throw;
  } catch (...) {
    connection.roll_back();
    count(access, &WriteStats::failed);
    throw;
  }
}

void RemoteDatabase::count(RemoteConnection::Access access, std::uint64_t WriteStats::*counter) {
  if (access == RemoteConnection::Access::read) return;
  const std::scoped_lock lock(stats_mutex_);
  ++(stats_.*counter);
  if (counter == &WriteStats::writes) ++stats_.commits;
}

void RemoteDatabase::check() {
  read([](Connection& connection) { connection.query("select 1"); });
}

WriteStats RemoteDatabase::write_stats() const {
  const std::scoped_lock lock(stats_mutex_);
  return stats_;
}

}  // namespace gatehouse::sql
