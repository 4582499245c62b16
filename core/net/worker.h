// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <boost/intrusive/list.hpp>

#include "core/net/connection.h"
#include "core/net/event_loop.h"
#include "core/net/listen_socket.h"
#include "core/net/server_context.h"

namespace gatehouse::net {

/// One thread of the server: its event loop, listeners and connections. All but the constructor, `start`,
/// `drain`, `stop` and `drained` belong to that thread.
class Worker {
 public:
  explicit Worker(ServerContext& context);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  enum class ListenerKind { tcp, local };
  void add_listener(FileDescriptor socket, ListenerKind kind);  ///< before `start`
  void start();
  void post(std::function<void()> call) { loop_->post(std::move(call)); }
  void spawn(std::function<void()> work);
  void drain();    ///< no new connections, idle ones and background fibers end
  void cut_off();  ///< what still runs is ended where it waits
  void stop();     ///< joins the thread; what has not ended is abandoned
  [[nodiscard]] bool drained() const { return drained_; }

  // For connections
  [[nodiscard]] ServerContext& context() { return context_; }
  [[nodiscard]] EventLoop& loop() { return *loop_; }
  [[nodiscard]] bool draining() const { return draining_; }
  [[nodiscard]] const std::string& date();
  [[nodiscard]] std::string make_request_id();
  void note_waiting(Connection& connection);  ///< has no complete request
  void note_busy(Connection& connection);
  void remove(Connection& connection);

 private:
  struct Listener {
    Listener(EventLoop& loop, FileDescriptor given, ListenerKind the_kind)
        : socket(loop, given.release(), Descriptor::Ownership::closes), pause(loop), kind(the_kind) {}
    Descriptor socket;
    Timer pause;  ///< after the system ran out of descriptors
    ListenerKind kind;
    bool waiting = false;
  };
  void run();
  void await_connection(Listener& listener);
  void accept_all(Listener& listener);
  void pause_accepting(Listener& listener, int error);
  void close_listener(Listener& listener);
  void admit(FileDescriptor socket, std::optional<IpAddress> peer, ListenerKind kind);
  bool take_place(const std::optional<IpAddress>& counted);
  void refuse(const FileDescriptor& socket);
  bool shed_one();
  void begin_drain();
  void start_ticking();
  void tick();

  ServerContext& context_;
  std::shared_ptr<EventLoop> loop_;
  std::list<Listener> listeners_;
  boost::intrusive::list<Connection, boost::intrusive::base_hook<AllHook>> connections_;
  /// Longest first.
  boost::intrusive::list<Connection, boost::intrusive::base_hook<WaitingHook>,
                         boost::intrusive::constant_time_size<false>>
      waiting_;
  Timer ticks_;
  std::string date_;
  std::int64_t date_second_ = -1;
  std::string id_bytes_;
  std::chrono::steady_clock::time_point last_complaint_{};
  bool ticking_ = false;
  bool draining_ = false;
  std::atomic<bool> drained_ = false;
  std::thread thread_;
};

}  // namespace gatehouse::net
