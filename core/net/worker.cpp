// SPDX-License-Identifier: Apache-2.0
#include "core/net/worker.h"

#include <algorithm>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <span>
#include <sys/socket.h>
#include <system_error>
#include <utility>

#include "core/base/base64url.h"
#include "core/base/time_text.h"
#include "core/http/problem.h"
#include "core/net/client_origin.h"
#include "core/net/fiber_context.h"
#include "core/net/stack_pool.h"

namespace gatehouse::net {
namespace {

constexpr int kAcceptBurst = 64;
constexpr std::chrono::milliseconds kTick(250);
constexpr std::chrono::milliseconds kDrainTick(10);
constexpr std::chrono::milliseconds kAcceptPause(50);
constexpr std::chrono::seconds kComplaintInterval(10);
constexpr std::size_t kIdBytes = 15;
constexpr std::size_t kIdsAtOnce = 32;

std::optional<IpAddress> to_address(const ::sockaddr_storage& storage) {
  if (storage.ss_family == AF_INET) {
    const auto& address = reinterpret_cast<const ::sockaddr_in&>(storage);
    return IpAddress::from_bytes_v4(reinterpret_cast<const unsigned char*>(&address.sin_addr));
  }
  if (storage.ss_family == AF_INET6) {
    return IpAddress::from_bytes_v6(reinterpret_cast<const ::sockaddr_in6&>(storage).sin6_addr.s6_addr);
  }
  return std::nullopt;
}

bool is_shortage(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

// Short of descriptors, accept says so even when nobody is there to be accepted.
bool has_visitor(int listener) {
  ::pollfd entry{listener, POLLIN, 0};
  return ::poll(&entry, 1, 0) > 0;
}

bool has_bytes(const Connection& connection) {
  char byte = 0;
  return ::recv(connection.socket(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

}  // namespace

Worker::Worker(ServerContext& context)
    : context_(context),
      loop_(std::make_shared<EventLoop>([&context](std::string_view what) {
        context.log.error("background work failed", {{"reason", what}});
      })),
      ticks_(*loop_) {}

Worker::~Worker() {
  // What is still here belongs to fibers that did not end: left as it is, for others may point into them.
  waiting_.clear();
  connections_.clear();
}

void Worker::add_listener(FileDescriptor socket, ListenerKind kind) {
  listeners_.emplace_back(*loop_, std::move(socket), kind);
}

void Worker::start() {
  for (auto& listener : listeners_) await_connection(listener);
  // Signals are for the thread that waits for them; a write to a closed pipe is an error, not the end.
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_BLOCK, &all, &before);
  thread_ = std::thread([this] { run(); });
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void Worker::run() {
  ::pthread_setname_np(::pthread_self(), "gatehouse-io");
  while (true) {
    try {
      loop_->run();
      return;
    } catch (const std::exception& error) {
      context_.log.error("event loop failed, going on", {{"reason", error.what()}});
    }
  }
}

void Worker::spawn(std::function<void()> work) {
  post([this, work = std::move(work)]() mutable {
    Fiber::start(*loop_, FiberKind::background, std::move(work));
  });
}

void Worker::drain() {
  post([this] { begin_drain(); });
}

void Worker::cut_off() {
  post([this] {
    for (auto& connection : connections_) connection.abort();
    loop_->interrupt(FiberKind::request);
  });
}

void Worker::stop() {
  loop_->stop();
  if (thread_.joinable()) thread_.join();
}

const std::string& Worker::date() {
  const auto now = context_.clock.now();
  if (const auto second = to_unix_seconds(now); second != date_second_) {
    date_ = to_http_date(now);
    date_second_ = second;
  }
  return date_;
}

std::string Worker::make_request_id() {
  if (id_bytes_.empty()) {
    id_bytes_.resize(kIdBytes * kIdsAtOnce);
    context_.random.fill(std::as_writable_bytes(std::span(id_bytes_)));
  }
  const auto start = id_bytes_.size() - kIdBytes;
  auto id = encode_base64url(as_bytes(std::string_view(id_bytes_).substr(start)));
  id_bytes_.resize(start);
  return id;
}

void Worker::note_waiting(Connection& connection) {
  connection.WaitingHook::unlink();
  waiting_.push_back(connection);
}

void Worker::note_busy(Connection& connection) {
  connection.WaitingHook::unlink();
}

void Worker::remove(Connection& connection) {
  connection.give_back_place();
  connections_.erase(connections_.iterator_to(connection));
  delete &connection;
}

void Worker::await_connection(Listener& listener) {
  listener.waiting = true;
  listener.socket.async_wait(Readiness::readable, [this, &listener](bool) {
    listener.waiting = false;
    if (draining_) {
      close_listener(listener);
    } else {
      accept_all(listener);
    }
  });
}

void Worker::accept_all(Listener& listener) {
  for (int i = 0; i < kAcceptBurst; ++i) {
    ::sockaddr_storage address{};
    ::socklen_t size = sizeof address;
    FileDescriptor socket(::accept4(listener.socket.number(), reinterpret_cast<::sockaddr*>(&address), &size,
                                    SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket.number() >= 0) {
      admit(std::move(socket), to_address(address), listener.kind);
    } else if (const int error = errno; is_shortage(error)) {
      if (!has_visitor(listener.socket.number())) break;
      pause_accepting(listener, error);
      return;
    } else if (error == EAGAIN || error == EWOULDBLOCK) {
      break;
    }
    // Anything else is one connection that died before it was accepted.
  }
  if (!draining_) await_connection(listener);
}

// Out of descriptors: a waiting client makes room, and the queue of the kernel holds the new ones meanwhile.
void Worker::pause_accepting(Listener& listener, int error) {
  if (draining_) return;
  shed_one();
  const auto now = context_.socket_clock.monotonic();
  if (now - last_complaint_ > kComplaintInterval) {
    last_complaint_ = now;
    context_.log.warning("accepting connections pauses",
                         {{"reason", std::generic_category().message(error)}});
  }
  listener.pause.start(kAcceptPause, [this, &listener] { accept_all(listener); });
}

void Worker::close_listener(Listener& listener) {
  listeners_.remove_if([&](const Listener& each) { return &each == &listener; });
}

bool Worker::shed_one() {
  if (waiting_.empty()) return false;
  auto& connection = waiting_.front();
  connection.WaitingHook::unlink();
  connection.give_back_place();
  connection.abort();
  return true;
}

bool Worker::take_place(const std::optional<IpAddress>& counted) {
  auto outcome = context_.places.take(counted);
  if (outcome == ConnectionPlaces::Outcome::full && shed_one()) outcome = context_.places.take(counted);
  return outcome == ConnectionPlaces::Outcome::taken;
}

void Worker::admit(FileDescriptor socket, std::optional<IpAddress> peer, ListenerKind kind) {
  // Everybody behind a proxy comes from its one address.
  std::optional<IpAddress> counted;
  if (peer && !is_trusted(*peer, context_.trusted_proxies)) counted = peer->subscriber();
  if (!take_place(counted)) {
    context_.refused_connections.fetch_add(1, std::memory_order_relaxed);
    refuse(socket);
    return;
  }
  context_.connections_total.fetch_add(1, std::memory_order_relaxed);
  if (kind == ListenerKind::tcp) {
    const int on = 1;
    ::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  const auto side = kind == ListenerKind::tcp ? Connection::Side::network : Connection::Side::local;
  auto* connection = new Connection(*this, socket.release(), side, peer, counted);
  if (!ticking_) start_ticking();
  connections_.push_back(*connection);
  connection->await_request();
}

void Worker::refuse(const FileDescriptor& socket) {
  auto response = http::problem(503, "too_many_connections", "There are too many connections.");
  response.headers.add("Retry-After", "1");
  const auto text = head_text(response, date(), make_request_id(), AfterAnswer::close) + response.body;
  (void)::send(socket.number(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

// Whoever is in the kernel's queue, or has a request on its way, is still served.
void Worker::begin_drain() {
  draining_ = true;
  for (auto listener = listeners_.begin(); listener != listeners_.end();) {
    auto& each = *listener++;
    accept_all(each);
    if (each.waiting) {
      each.socket.cancel();
    } else {
      close_listener(each);
    }
  }
  for (auto& connection : connections_) {
    if (connection.idle() && !has_bytes(connection)) connection.abort();
  }
  loop_->interrupt(FiberKind::background);
  start_ticking();
}

void Worker::start_ticking() {
  ticking_ = true;
  ticks_.start(draining_ ? kDrainTick : kTick, [this] { tick(); });
}

void Worker::tick() {
  const auto now = context_.socket_clock.monotonic();
  for (auto& connection : connections_) {
    if (connection.deadline() < now) connection.expire();
  }
  if (draining_ && connections_.empty() && loop_->fibers() == 0) drained_ = true;
  const bool has_stacks = loop_->stacks().trim();
  ticking_ = has_stacks || !connections_.empty() || (draining_ && !drained_);
  if (ticking_) start_ticking();
}

}  // namespace gatehouse::net
