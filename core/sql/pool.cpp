// SPDX-License-Identifier: Apache-2.0
#include "core/sql/pool.h"

#include <utility>

#include "core/net/fiber.h"

namespace gatehouse::sql {

std::unique_ptr<RemoteConnection> Pool::take() {
  Waiting waiting;
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
    waiting.served = open_ < limits_.connections;
    if (waiting.served) {
      ++open_;
    } else if (waiting_.size() < limits_.waiting) {
      waiting.waiter = net::Waiter::for_current();
      waiting_.push_back(&waiting);
    } else {
      throw Error(ErrorKind::busy, "too many are waiting for a database connection");
    }
  }
  if (waiting.waiter) wait(waiting);
  return waiting.given ? std::move(waiting.given) : make();
}

void Pool::wait(Waiting& waiting) {
  waiting.waiter->wait_for(limits_.wait);
  const std::scoped_lock lock(mutex_);
  if (waiting.served) return;
  std::erase(waiting_, &waiting);
  throw Error(ErrorKind::busy, "no database connection became free in time");
}

std::unique_ptr<RemoteConnection> Pool::make() {
  try {
    return make_();
  } catch (...) {
    give_back(nullptr);
    throw;
  }
}

void Pool::give_back(std::unique_ptr<RemoteConnection> connection) {
  if (connection && connection->state() != RemoteConnection::State::ready) connection.reset();
  std::shared_ptr<net::Waiter> next;
  {
    const std::scoped_lock lock(mutex_);
    if (!waiting_.empty()) {
      Waiting& waiting = *waiting_.front();
      waiting_.pop_front();
      waiting.given = std::move(connection);
      waiting.served = true;
      next = waiting.waiter;
    } else if (connection) {
      idle_.push_back(std::move(connection));
    } else {
      --open_;
    }
  }
  if (next) next->wake();
}

void Pool::drop_idle() {
  std::vector<std::unique_ptr<RemoteConnection>> dropped;
  {
    const std::scoped_lock lock(mutex_);
    dropped.swap(idle_);
  }
  // Each place is free only once its connection is closed: the database counts those too.
  while (!dropped.empty()) {
    dropped.pop_back();
    give_back(nullptr);
  }
}

}  // namespace gatehouse::sql
