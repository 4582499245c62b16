// SPDX-License-Identifier: Apache-2.0
#include "core/net/server.h"

#include <algorithm>
#include <stdexcept>
#include <thread>
#include <unistd.h>
#include <utility>

#include "core/net/listen_socket.h"
#include "core/net/server_context.h"
#include "core/net/worker.h"

namespace gatehouse::net {
namespace {

constexpr std::chrono::milliseconds kPoll(2);
constexpr std::chrono::milliseconds kAfterCutOff(1000);

std::vector<IpRange> parse_proxies(const std::vector<std::string>& texts) {
  std::vector<IpRange> ranges;
  for (const auto& text : texts) {
    const auto range = IpRange::parse(text);
    if (!range) throw std::invalid_argument("trusted proxy " + text + " is no address or CIDR range");
    ranges.push_back(*range);
  }
  return ranges;
}

}  // namespace

struct Server::Impl {
  Impl(ServerOptions options, http::Handler handler, http::Handler local_handler, const Clock& clock,
       RandomSource& random, Logger& log)
      : context{.options = std::move(options),
                .handler = std::move(handler),
                .local_handler = std::move(local_handler),
                .clock = clock,
                .random = random,
                .log = log,
                .trusted_proxies = parse_proxies(context.options.trusted_proxies)} {}

  ServerContext context;
  std::vector<std::unique_ptr<Worker>> workers;
  std::uint16_t port = 0;
  bool running = false;

  void listen();
  bool wait_until_drained(std::chrono::milliseconds limit) const;
};

void Server::Impl::listen() {
  const auto& options = context.options;
  const auto count = std::max(options.threads, 1U);
  // A shared port would let a second server of the same user start unnoticed: found out before sharing it.
  if (count > 1 && options.port != 0) (void)listen_tcp(options.host, options.port, PortUse::alone);
  port = options.port;
  for (unsigned i = 0; i < count; ++i) {
    auto socket = listen_tcp(options.host, port, count > 1 ? PortUse::shared : PortUse::alone);
    port = bound_port(socket);
    workers.push_back(std::make_unique<Worker>(context));
    workers.back()->add_listener(std::move(socket), Worker::ListenerKind::tcp);
  }
  if (!options.unix_socket.empty()) {
    workers.front()->add_listener(listen_unix(options.unix_socket), Worker::ListenerKind::local);
  }
}

bool Server::Impl::wait_until_drained(std::chrono::milliseconds limit) const {
  const auto end = context.socket_clock.monotonic() + limit;
  const auto all_drained = [this] {
    return std::all_of(workers.begin(), workers.end(), [](const auto& worker) { return worker->drained(); });
  };
  while (!all_drained()) {
    if (context.socket_clock.monotonic() >= end) return false;
    std::this_thread::sleep_for(kPoll);
  }
  return true;
}

Server::Server(ServerOptions options, http::Handler handler, http::Handler local_handler, const Clock& clock,
               RandomSource& random, Logger& log)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(handler), std::move(local_handler), clock,
                                   random, log)) {}

Server::~Server() {
  drain_and_stop(std::chrono::milliseconds(0));
}

void Server::start() {
  if (impl_->running || !impl_->workers.empty()) throw std::logic_error("the server was started before");
  impl_->listen();
  for (auto& worker : impl_->workers) worker->start();
  impl_->running = true;
}

void Server::spawn(std::function<void()> work) {
  impl_->workers.at(0)->spawn(std::move(work));
}

std::uint16_t Server::port() const {
  return impl_->port;
}

void Server::drain_and_stop(std::chrono::milliseconds limit) {
  if (!std::exchange(impl_->running, false)) return;
  if (const auto& path = impl_->context.options.unix_socket; !path.empty()) ::unlink(path.c_str());
  for (auto& worker : impl_->workers) worker->drain();
  if (!impl_->wait_until_drained(limit)) {
    if (limit.count() > 0) impl_->context.log.warning("requests did not end in time and are cut off");
    for (auto& worker : impl_->workers) worker->cut_off();
    impl_->wait_until_drained(kAfterCutOff);
  }
  for (auto& worker : impl_->workers) worker->stop();
}

Server::Counters Server::counters() const {
  const auto& context = impl_->context;
  return {.requests = context.requests,
          .connections_open = context.places.taken(),
          .connections_total = context.connections_total,
          .refused_connections = context.refused_connections,
          .bad_requests = context.bad_requests};
}

}  // namespace gatehouse::net
