// SPDX-License-Identifier: Apache-2.0
#include "core/sql/sqlite_readers.h"

namespace gatehouse::sql {

class SqliteReaders::Lease {
 public:
  explicit Lease(SqliteReaders& readers) : readers_(readers), reader_(take_idle()) {
    if (reader_ != nullptr) return;
    auto made = std::make_unique<Reader>(readers_.path_);
    const std::scoped_lock lock(readers_.mutex_);
    reader_ = made.get();
    reader_->read = ++readers_.reads_begun_;
    readers_.readers_.push_back(std::move(made));
  }
  ~Lease() {
    reader_->connection.end_read();
    const std::scoped_lock lock(readers_.mutex_);
    reader_->read = 0;
    readers_.idle_.push_back(reader_);
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  [[nodiscard]] SqliteConnection& connection() { return reader_->connection; }

 private:
  Reader* take_idle() {
    const std::scoped_lock lock(readers_.mutex_);
    if (readers_.idle_.empty()) return nullptr;
    Reader* reader = readers_.idle_.back();
    readers_.idle_.pop_back();
    reader->read = ++readers_.reads_begun_;
    return reader;
  }

  SqliteReaders& readers_;
  Reader* reader_;
};

void SqliteReaders::run(const std::function<void(Connection&)>& step) {
  Lease lease(*this);
  step(lease.connection());
}

std::uint64_t SqliteReaders::reads_begun() const {
  const std::scoped_lock lock(mutex_);
  return reads_begun_;
}

void SqliteReaders::interrupt_begun_until(std::uint64_t read) {
  const std::scoped_lock lock(mutex_);
  for (const auto& reader : readers_) {
    if (reader->read != 0 && reader->read <= read) reader->connection.interrupt();
  }
}

}  // namespace gatehouse::sql
