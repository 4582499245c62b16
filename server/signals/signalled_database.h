// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>

#include "core/base/clock.h"
#include "core/sql/database.h"
#include "server/signals/signal_hub.h"

namespace gatehouse::server {

/// A database whose every transaction ends by sealing the events that it caused, and tells the hub of them
/// once they are durable. The first one of all begins a run of positions. Thread-safe.
class SignalledDatabase final : public sql::Database {
 public:
  SignalledDatabase(std::unique_ptr<sql::Database> inner, const Clock& clock, SignalHub& hub)
      : inner_(std::move(inner)), clock_(clock), hub_(hub) {}

  [[nodiscard]] sql::Dialect dialect() const override { return inner_->dialect(); }
  void check() override { inner_->check(); }
  [[nodiscard]] sql::WriteStats write_stats() const override { return inner_->write_stats(); }

 protected:
  void run_read(const Step& step) override { inner_->read(step); }
  void run_write(const Step& step) override {
    const auto audience = inner_->write([&](sql::Connection& connection) {
      if (!has_begun_) signal_events::begin_run(connection, clock_.now());
      step(connection);
      return signal_events::seal(connection, clock_.now());
    });
    has_begun_ = true;
    if (audience) hub_.announce(*audience);
  }

 private:
  std::unique_ptr<sql::Database> inner_;
  const Clock& clock_;
  SignalHub& hub_;
  std::atomic<bool> has_begun_ = false;
};

}  // namespace gatehouse::server
