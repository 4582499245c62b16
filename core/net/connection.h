// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <boost/intrusive/list_hook.hpp>

#include "core/http/request.h"
#include "core/http/response.h"
#include "core/net/event_loop.h"
#include "core/net/ip_address.h"
#include "core/net/request_head.h"
#include "core/net/response_text.h"

namespace gatehouse::net {

class Worker;

struct AllTag;
struct WaitingTag;
using AllHook = boost::intrusive::list_base_hook<boost::intrusive::tag<AllTag>>;
using WaitingHook =
    boost::intrusive::list_base_hook<boost::intrusive::tag<WaitingTag>,
                                     boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;

/// One client. Between requests it is a descriptor and a deadline; from the first byte of a request to the
/// end of the answer it has a fiber and a buffer. The worker owns it and calls `expire` when its deadline is
/// over.
class Connection : public AllHook, public WaitingHook {
 public:
  using Deadline = std::chrono::steady_clock::time_point;
  enum class Side { network, local };

  /// `counted`: the address whose place it takes.
  Connection(Worker& worker, int socket, Side side, std::optional<IpAddress> peer,
             std::optional<IpAddress> counted);

  void await_request();
  [[nodiscard]] int socket() const { return socket_.number(); }
  [[nodiscard]] bool idle() const { return idle_; }
  [[nodiscard]] Deadline deadline() const { return deadline_; }
  /// Gives its place to another; once.
  void give_back_place();
  /// Ends what it waits for: idle, it closes; within a request it answers 408 if it still can.
  void expire();
  /// Ends it wherever it is, without an answer.
  void abort();

 private:
  enum class Read { more, end };
  bool start_serving();
  void serve();
  bool serve_all();
  bool serve_one();
  std::optional<RequestHead> read_head();
  bool read_content(const Framing& framing, bool expects_continue, std::string& content);
  bool read_length(std::uint64_t length, std::string& content);
  bool read_chunks(std::string& content);
  void extend_body_deadline(std::size_t received);
  Read read_more();
  http::Response call_handler(const http::Request& request);
  bool answer(const http::Request& request, AfterAnswer after);
  bool write(const http::Response& response, std::string_view request_id, AfterAnswer after,
             std::string_view content);
  bool write_all(std::string_view first, std::string_view second);
  void refuse(Refusal refusal);
  void refuse_broken_off(std::string_view timeout_detail);
  void fill_origin(http::Request& request) const;
  void close_gently();
  void set_deadline(std::chrono::milliseconds from_now);

  Worker& worker_;
  Descriptor socket_;
  Side side_;
  std::optional<IpAddress> peer_;
  std::optional<IpAddress> counted_;
  Deadline deadline_ = Deadline::max();
  Deadline body_start_{};
  std::string buffer_;  ///< received and not used yet
  bool idle_ = true;
  bool expired_ = false;
  bool aborted_ = false;
  bool has_place_ = true;
};

}  // namespace gatehouse::net
