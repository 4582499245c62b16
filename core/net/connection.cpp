// SPDX-License-Identifier: Apache-2.0
#include "core/net/connection.h"

#include <algorithm>
#include <cerrno>
#include <exception>
#include <new>
#include <sys/socket.h>
#include <sys/uio.h>
#include <utility>

#include "core/http/problem.h"
#include "core/net/chunked_decoder.h"
#include "core/net/client_origin.h"
#include "core/net/fiber_context.h"
#include "core/net/worker.h"

namespace gatehouse::net {
namespace {

constexpr std::size_t kReadBlock = 4096;
constexpr std::size_t kMaxDiscarded = 4 * 1024 * 1024;
constexpr std::chrono::milliseconds kGentleClose(2000);
constexpr std::chrono::milliseconds kGentleCloseDraining(200);
constexpr std::size_t kShortestToken = 40;

/// The path for the log. Links carry tokens as a segment, and whoever reads a log must not be able to use
/// them; ids are shorter.
std::string without_tokens(std::string_view path) {
  std::string shown;
  for (std::size_t begin = 0; begin < path.size();) {
    const auto end = std::min(path.find('/', begin + 1), path.size());
    const auto segment = path.substr(begin, end - begin);
    shown += segment.size() > kShortestToken ? "/..." : segment;
    begin = end;
  }
  return shown;
}

}  // namespace

Connection::Connection(Worker& worker, int socket, Side side, std::optional<IpAddress> peer,
                       std::optional<IpAddress> counted)
    : worker_(worker),
      socket_(worker.loop(), socket, Descriptor::Ownership::closes),
      side_(side),
      peer_(peer),
      counted_(counted) {}

void Connection::set_deadline(std::chrono::milliseconds from_now) {
  deadline_ = worker_.context().socket_clock.monotonic() + from_now;
}

void Connection::await_request() {
  idle_ = true;
  set_deadline(worker_.context().options.limits.keep_alive_idle);
  worker_.note_waiting(*this);
  socket_.async_wait(Readiness::readable, [this](bool ready) {
    idle_ = false;
    if (!ready || aborted_ || !start_serving()) worker_.remove(*this);
  });
}

bool Connection::start_serving() {
  try {
    Fiber::start(worker_.loop(), FiberKind::request, [this] { serve(); });
    return true;
  } catch (const std::bad_alloc&) {
    return false;  // no memory for a stack
  }
}

void Connection::give_back_place() {
  if (std::exchange(has_place_, false)) worker_.context().places.give_back(counted_);
}

void Connection::expire() {
  deadline_ = Deadline::max();
  expired_ = true;
  socket_.cancel();
}

void Connection::abort() {
  aborted_ = true;
  ::shutdown(socket_.number(), SHUT_RDWR);
  socket_.cancel();
}

void Connection::serve() {
  if (!serve_all()) {
    worker_.remove(*this);
    return;
  }
  std::string().swap(buffer_);  // gives the memory back, as assigning would not
  await_request();
}

// Every request that has come; false when the connection is done with.
bool Connection::serve_all() {
  try {
    do {
      if (!serve_one()) return false;
    } while (!buffer_.empty());
    return true;
  } catch (const std::exception& error) {
    worker_.context().log.error("connection failed", {{"reason", error.what()}});
    return false;
  }
}

bool Connection::serve_one() {
  auto head = read_head();
  if (!head) return false;
  auto& request = head->request;
  if (!read_content(head->framing, head->expects_continue, request.body)) return false;
  deadline_ = Deadline::max();
  fill_origin(request);
  request.request_id = worker_.make_request_id();
  const auto after = head->keep_alive && !worker_.draining() ? AfterAnswer::keep_open : AfterAnswer::close;
  return answer(request, after);
}

std::optional<RequestHead> Connection::read_head() {
  const auto& limits = worker_.context().options.limits;
  set_deadline(limits.header_deadline);
  HeadScanner scanner(limits);
  while (true) {
    const auto outcome = scanner.scan(buffer_);
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) {
      refuse(*refusal);
      return std::nullopt;
    }
    if (const auto* complete = std::get_if<HeadScanner::Complete>(&outcome)) {
      worker_.note_busy(*this);
      auto parsed = parse_head(std::string_view(buffer_).substr(0, complete->size));
      buffer_.erase(0, complete->size);
      if (auto* head = std::get_if<RequestHead>(&parsed)) return std::move(*head);
      refuse(std::get<Refusal>(parsed));
      return std::nullopt;
    }
    if (read_more() == Read::end) {
      if (!buffer_.empty()) refuse_broken_off("The header did not come in time.");
      return std::nullopt;
    }
  }
}

bool Connection::read_content(const Framing& framing, bool expects_continue, std::string& content) {
  const auto limit = worker_.context().options.limits.body_bytes;
  if (framing.kind == Framing::Kind::none) return true;
  if (framing.kind == Framing::Kind::length && framing.length > limit) {
    refuse({413, "content_too_large", "The content is too large."});
    return false;
  }
  if (expects_continue && buffer_.empty() && !write_all("HTTP/1.1 100 Continue\r\n\r\n", {})) return false;
  body_start_ = worker_.context().socket_clock.monotonic();
  return framing.kind == Framing::Kind::length ? read_length(framing.length, content) : read_chunks(content);
}

// Slow but steady clients get the time that the least rate takes.
void Connection::extend_body_deadline(std::size_t received) {
  const auto& limits = worker_.context().options.limits;
  const auto earned =
      std::chrono::milliseconds(received * 1000 / std::max<std::size_t>(limits.body_bytes_per_second, 1));
  deadline_ = body_start_ + limits.body_deadline + earned;
}

bool Connection::read_length(std::uint64_t length, std::string& content) {
  while (true) {
    const auto taken =
        static_cast<std::size_t>(std::min<std::uint64_t>(length - content.size(), buffer_.size()));
    content.append(buffer_, 0, taken);
    buffer_.erase(0, taken);
    if (content.size() == length) return true;
    extend_body_deadline(content.size());
    if (read_more() == Read::end) {
      refuse_broken_off("The content did not come in time.");
      return false;
    }
  }
}

bool Connection::read_chunks(std::string& content) {
  ChunkedDecoder decoder(worker_.context().options.limits.body_bytes);
  while (true) {
    buffer_.erase(0, decoder.feed(buffer_));
    if (decoder.done()) break;
    if (decoder.refusal()) {
      refuse(*decoder.refusal());
      return false;
    }
    extend_body_deadline(decoder.content().size());
    if (read_more() == Read::end) {
      refuse_broken_off("The content did not come in time.");
      return false;
    }
  }
  content = std::move(decoder.content());
  return true;
}

// `end`: the client is gone, its time is over, or the server ends it.
Connection::Read Connection::read_more() {
  const auto had = buffer_.size();
  buffer_.resize(had + kReadBlock);
  while (true) {
    const auto count = ::recv(socket_.number(), buffer_.data() + had, kReadBlock, 0);
    if (count > 0) {
      buffer_.resize(had + static_cast<std::size_t>(count));
      return Read::more;
    }
    if (count < 0 && errno == EINTR) continue;
    const bool would_block = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    if (!would_block || expired_ || aborted_ || !socket_.wait(Readiness::readable)) break;
  }
  buffer_.resize(had);
  return Read::end;
}

void Connection::fill_origin(http::Request& request) const {
  if (!peer_) return;
  auto origin = find_client_origin(*peer_, request.headers, worker_.context().trusted_proxies);
  request.client_address = std::move(origin.address);
  request.scheme = std::move(origin.scheme);
  remove_claimed_address(*peer_, request.headers, worker_.context().trusted_proxies);
}

http::Response Connection::call_handler(const http::Request& request) {
  auto& context = worker_.context();
  const auto& handler = side_ == Side::local ? context.local_handler : context.handler;
  std::string failure;
  try {
    return handler(request);
  } catch (const Stopped&) {
    return http::problem(503, "stopping", "The server is stopping.");
  } catch (const std::exception& error) {
    failure = error.what();
  } catch (...) {
    failure = "something that is no std::exception";
  }
  context.log.error("request failed", {{"request_id", request.request_id},
                                       {"method", http::to_text(request.method)},
                                       {"path", without_tokens(request.path)},
                                       {"reason", failure}});
  return http::problem(500, "internal_error",
                       "Something went wrong here. The request id leads to it in the log.");
}

bool Connection::answer(const http::Request& request, AfterAnswer after) {
  auto& context = worker_.context();
  context.requests.fetch_add(1, std::memory_order_relaxed);
  const auto& level_of = context.options.request_log_level;
  const auto level = level_of ? level_of(request) : LogLevel::debug;
  const bool logs = context.log.writes(level);
  const auto begun = logs ? context.socket_clock.monotonic() : Deadline();
  const auto response = call_handler(request);
  // Draining may have begun while the handler waited.
  if (worker_.draining()) after = AfterAnswer::close;
  const bool has_content = request.method != http::Method::head && may_have_content(response.status);
  const bool written =
      write(response, request.request_id, after, has_content ? response.body : std::string_view());
  if (logs) {
    const auto spent = context.socket_clock.monotonic() - begun;
    context.log.log(level, "request",
                    {{"request_id", request.request_id},
                     {"method", http::to_text(request.method)},
                     {"path", without_tokens(request.path)},
                     {"status", response.status},
                     {"microseconds", std::chrono::duration_cast<std::chrono::microseconds>(spent).count()}});
  }
  if (!written) return false;
  if (after == AfterAnswer::close) close_gently();
  return after == AfterAnswer::keep_open;
}

bool Connection::write(const http::Response& response, std::string_view request_id, AfterAnswer after,
                       std::string_view content) {
  const bool written = write_all(head_text(response, worker_.date(), request_id, after), content);
  deadline_ = Deadline::max();
  return written;
}

bool Connection::write_all(std::string_view first, std::string_view second) {
  while (!first.empty() || !second.empty()) {
    ::iovec parts[2] = {{const_cast<char*>(first.data()), first.size()},
                        {const_cast<char*>(second.data()), second.size()}};
    ::msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = second.empty() ? 1 : 2;
    const auto count = ::sendmsg(socket_.number(), &message, MSG_NOSIGNAL);
    if (count >= 0) {
      const auto sent = static_cast<std::size_t>(count);
      const auto of_first = std::min(sent, first.size());
      first.remove_prefix(of_first);
      second.remove_prefix(sent - of_first);
      continue;
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
    set_deadline(worker_.context().options.limits.write_stall);
    if (!socket_.wait(Readiness::writable) || aborted_) return false;
  }
  return true;
}

void Connection::refuse(Refusal refusal) {
  if (aborted_) return;
  worker_.context().bad_requests.fetch_add(1, std::memory_order_relaxed);
  expired_ = false;
  auto response = http::problem(refusal.status, refusal.code, refusal.detail);
  if (refusal.status == 405) response.headers.add("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
  if (write(response, worker_.make_request_id(), AfterAnswer::close, response.body)) close_gently();
}

// The client stopped in the midst of a request: told why if its time ran out, else it left or the server
// ends.
void Connection::refuse_broken_off(std::string_view timeout_detail) {
  if (expired_) {
    refuse({408, "request_timeout", timeout_detail});
  } else {
    refuse({400, "bad_request", "The request is not complete."});
  }
}

// Closing with unread bytes would reset the connection, and the answer with it (RFC 9112, section 9.6).
void Connection::close_gently() {
  if (aborted_) return;
  ::shutdown(socket_.number(), SHUT_WR);
  set_deadline(worker_.draining() ? kGentleCloseDraining : kGentleClose);
  std::size_t discarded = 0;
  do {
    discarded += buffer_.size();
    buffer_.clear();
  } while (discarded < kMaxDiscarded && read_more() == Read::more);
}

}  // namespace gatehouse::net
