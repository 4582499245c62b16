// SPDX-License-Identifier: Apache-2.0
#include "core/sql/sqlite_writer.h"

#include <algorithm>
#include <chrono>
#include <pthread.h>

#include "core/net/fiber.h"

namespace gatehouse::sql {

namespace {

constexpr std::size_t kJobsPerCommit = 256;
constexpr std::uint64_t kPageBytes = 4096 + 24;  // with the log's frame header
constexpr int kPagesCopied = 1000;               // about 4 MiB, as SQLite's own automatic checkpoint
constexpr int kPagesAtMost = 12'000;             // about 48 MiB
constexpr std::chrono::seconds kIdle{1};

}  // namespace

SqliteWriter::SqliteWriter(SqliteConnection& connection, const SqliteFile& file, SqliteReaders& readers,
                           std::size_t queue_limit)
    : connection_(connection), file_(file), readers_(readers), queue_limit_(queue_limit), thread_([this] {
        loop();
      }) {
  pthread_setname_np(thread_.native_handle(), "sqlite-writer");
}

SqliteWriter::~SqliteWriter() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wanted_.notify_one();
  thread_.join();
}

void SqliteWriter::run(const Step& step) {
  if (std::this_thread::get_id() == thread_.get_id()) {
    throw Error(ErrorKind::statement, "a write inside a write");
  }
  Job job{&step, net::Waiter::for_current(), nullptr};
  {
    const std::scoped_lock lock(mutex_);
    if (failure_) throw *failure_;
    if (queue_.size() >= queue_limit_) {
      ++stats_.refused;
      throw Error(ErrorKind::busy, "too many writes are waiting");
    }
    queue_.push_back(&job);
  }
  wanted_.notify_one();
  job.waiter->wait();
  if (job.error) std::rethrow_exception(job.error);
}

void SqliteWriter::check() const {
  const std::scoped_lock lock(mutex_);
  if (failure_) throw *failure_;
}

WriteStats SqliteWriter::stats() const {
  const std::scoped_lock lock(mutex_);
  return stats_;
}

void SqliteWriter::loop() {
  while (true) {
    const Jobs jobs = take_waiting();
    if (jobs.empty()) return;
    commit_together(jobs);
    finish(jobs);
    keep_log_short();
  }
}

/// Empty when the writer is to end.
SqliteWriter::Jobs SqliteWriter::take_waiting() {
  std::unique_lock lock(mutex_);
  const auto wanted = [this] { return stopping_ || !queue_.empty(); };
  while (!wanted_.wait_for(lock, kIdle, wanted)) {
    lock.unlock();
    checkpoint_when_idle();
    lock.lock();
    if (stats_.log_bytes == 0) wanted_.wait(lock, wanted);
  }
  const auto count = std::min(queue_.size(), kJobsPerCommit);
  Jobs jobs(queue_.begin(), queue_.begin() + std::ptrdiff_t(count));
  queue_.erase(queue_.begin(), queue_.begin() + std::ptrdiff_t(count));
  return jobs;
}

void SqliteWriter::commit_together(const Jobs& jobs) {
  if (jobs.size() == 1) return commit_alone(*jobs.front());
  try {
    check();
    connection_.query("begin immediate");
    for (Job* job : jobs) run_in_savepoint(*job);
    file_.check_same();
    connection_.query("commit");
    const std::scoped_lock lock(mutex_);
    ++stats_.commits;
  } catch (const std::exception& error) {
    if (connection_.disk_failed()) stop_writing(Error(ErrorKind::full, error.what()));
    roll_back();
    // One transaction too large for the disk, or a deferred constraint, must not fail the others.
    for (Job* job : jobs) {
      job->error = nullptr;
      commit_alone(*job);
    }
  }
}

void SqliteWriter::commit_alone(Job& job) {
  try {
    check();
    connection_.query("begin immediate");
    (*job.step)(connection_);
    file_.check_same();
    connection_.query("commit");
    const std::scoped_lock lock(mutex_);
    ++stats_.commits;
  } catch (const Error& error) {
    job.error = std::current_exception();
    if (connection_.disk_failed() || error.kind() == ErrorKind::lost || error.kind() == ErrorKind::damaged) {
      stop_writing(error);
    }
  } catch (...) {
    job.error = std::current_exception();
  }
  if (job.error) roll_back();
}

/// Leaves the job's own failure in the job; throws when the whole transaction is lost.
void SqliteWriter::run_in_savepoint(Job& job) {
  connection_.query("savepoint job");
  try {
    (*job.step)(connection_);
  } catch (...) {
    if (connection_.disk_failed() || !connection_.in_transaction())
      throw Error(ErrorKind::full, "rolled back");
    job.error = std::current_exception();
    connection_.query("rollback to job");
  }
  connection_.query("release job");
}

void SqliteWriter::roll_back() noexcept {
  if (!connection_.in_transaction()) return;
  try {
    connection_.query("rollback");
  } catch (const std::exception&) {
    // SQLite has rolled back by itself.
  }
}

/// After a failed sync the kernel may have dropped the pages and report the next sync as fine, so nothing
/// that follows could be promised to be durable.
void SqliteWriter::stop_writing(const Error& reason) {
  const std::scoped_lock lock(mutex_);
  if (failure_) return;
  failure_ =
      Error(reason.kind(), std::string("no more writes until the database is opened anew: ") + reason.what());
}

void SqliteWriter::finish(const Jobs& jobs) {
  {
    const std::scoped_lock lock(mutex_);
    for (const Job* job : jobs) ++(job->error ? stats_.failed : stats_.writes);
    stats_.log_bytes = std::uint64_t(connection_.log_pages()) * kPageBytes;
  }
  for (Job* job : jobs) {
    const auto waiter = job->waiter;  // the job may be gone once its caller is awake
    waiter->wake();
  }
}

/// Only every so many pages, because readers may keep the log from starting anew for a while.
void SqliteWriter::keep_log_short() {
  const int pages = connection_.log_pages();
  if (pages < pages_at_checkpoint_) pages_at_checkpoint_ = 0;
  if (pages - pages_at_checkpoint_ < kPagesCopied) return;
  pages_at_checkpoint_ = pages;
  checkpoint([&] {
    if (pages >= kPagesAtMost) return shorten_log();
    connection_.checkpoint(SqliteConnection::Checkpoint::passive);
  });
}

/// Waits for readers as long as the busy timeout, then ends those that began before.
void SqliteWriter::shorten_log() {
  const auto reads = readers_.reads_begun();
  if (connection_.checkpoint(SqliteConnection::Checkpoint::truncate)) return;
  readers_.interrupt_begun_until(reads);
  connection_.checkpoint(SqliteConnection::Checkpoint::truncate);
}

void SqliteWriter::checkpoint_when_idle() {
  if (connection_.log_pages() == 0) return;
  checkpoint([this] { connection_.checkpoint(SqliteConnection::Checkpoint::truncate); });
}

void SqliteWriter::checkpoint(const std::function<void()>& copy) {
  try {
    check();
    copy();
    const std::scoped_lock lock(mutex_);
    ++stats_.checkpoints;
    stats_.log_bytes = std::uint64_t(connection_.log_pages()) * kPageBytes;
  } catch (const Error& error) {
    if (connection_.disk_failed()) stop_writing(error);
  }
}

}  // namespace gatehouse::sql
