// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/random.h"
#include "core/http/request.h"
#include "core/http/response.h"
#include "server/access/route.h"
#include "server/app/platform/data_folder.h"
#include "server/config/settings.h"

namespace gatehouse::server {

/// The platform without its sockets: every part built by name and joined. Thread-safe once made.
class Application {
 public:
  Application(const Settings& settings, DataFolder data, const Clock& clock, RandomSource& random,
              Logger& log);
  ~Application();
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  /// Answers a request from the network.
  [[nodiscard]] http::Response handle(const http::Request& request);
  /// Answers a request of the machine's owner: over the local socket, or by the command line in its own
  /// process.
  [[nodiscard]] http::Response handle_local(const http::Request& request);

  /// A new link to make the first administrator; empty once there has been one.
  [[nodiscard]] std::string issue_set_up_link();
  /// Notes the public URL in the database, so that commands without a server issue tokens in its name too.
  void remember_public_url();
  /// From now on not ready, so that load balancers turn away.
  void begin_draining();
  /// Works on what people asked for without signing in, some of it a call; false when there was nothing.
  bool work_on_requests();
  /// Before the first `deliver_mail` of a server: takes back what a killed one was sending.
  void begin_mail();
  /// Sends the next mail that is due; false when there is none, or no mail server.
  bool deliver_mail();
  /// What a server does beside answering, each to be called for ever from a fiber of its own: works off some
  /// of what waits, and is false when there was nothing.
  [[nodiscard]] std::vector<std::function<bool()>> background_work();
  /// Publishes the platform keys that are due to sign soon; false when there was none.
  bool rotate_keys();
  /// Removes what has ended by time, a bounded number of rows a call.
  void remove_expired();
  /// Every route that is served, for tests that go through them all.
  [[nodiscard]] const Routes& routes() const;
  /// Prometheus text.
  [[nodiscard]] std::string metrics() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace gatehouse::server
