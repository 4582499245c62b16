// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/run_server.h"

#include <exception>
#include <functional>
#include <memory>
#include <sys/prctl.h>

#include <fmt/format.h>

#include "core/http/problem.h"
#include "core/net/fiber.h"
#include "core/net/server.h"
#include "core/sql/error.h"
#include "server/app/platform/application.h"
#include "server/app/platform/metrics.h"

namespace gatehouse::server {
namespace {

constexpr std::chrono::seconds kDrainLimit{8};
constexpr std::chrono::seconds kPatience{5};
constexpr std::chrono::minutes kClearInterval{5};
constexpr std::chrono::milliseconds kWorkInterval{500};

/// What monitors and browsers fetch all the time says little and would bury the rest.
LogLevel request_log_level(const http::Request& request) {
  const auto& path = request.path;
  const bool is_noise =
      path == "/healthz" || path == "/readyz" || path == "/metrics" || path.starts_with("/assets/");
  return is_noise ? LogLevel::debug : LogLevel::info;
}

net::ServerOptions public_options(const Settings& settings) {
  net::ServerOptions options;
  options.host = settings.listen.host;
  options.port = settings.listen.port;
  options.unix_socket = settings.socket_path().string();
  options.threads = settings.io_threads;
  options.trusted_proxies = settings.trusted_proxies;
  options.request_log_level = request_log_level;
  return options;
}

/// Prometheus scrapes here, on an address of its own, without credentials.
std::unique_ptr<net::Server> make_metrics_server(const Settings& settings, const Application& application,
                                                 const net::Server& server, const Clock& clock,
                                                 RandomSource& random, Logger& log) {
  if (!settings.metrics_listen) return nullptr;
  net::ServerOptions options;
  options.host = settings.metrics_listen->host;
  options.port = settings.metrics_listen->port;
  auto handler = [&](const http::Request& request) {
    if (request.path != "/metrics") return http::problem(404, "not_found", "There is only /metrics here.");
    const auto counters = server.counters();
    http::Response response;
    response.headers.set("Content-Type", "text/plain; version=0.0.4");
    response.body =
        application.metrics() +
        render_metric("gatehouse_connections", "gauge", "Open connections.", counters.connections_open) +
        render_metric("gatehouse_connections_refused_total", "counter", "Connections over the bounds.",
                      counters.refused_connections) +
        render_metric("gatehouse_bad_requests_total", "counter", "Requests that were no lawful HTTP.",
                      counters.bad_requests);
    return response;
  };
  return std::make_unique<net::Server>(options, handler, handler, clock, random, log);
}

void clear_for_ever(Application& application, Logger& log) {
  for (;;) {
    net::sleep_for(kClearInterval);
    try {
      application.remove_expired();
    } catch (const sql::Error& error) {
      log.warning("what has ended could not be removed; trying again later", {{"reason", error.what()}});
    }
  }
}

/// Works as long as there is work, then looks again every now and then.
void work_for_ever(const std::function<bool()>& work, Logger& log) {
  for (;;) {
    try {
      while (work()) continue;
      net::sleep_for(kWorkInterval);
    } catch (const net::Stopped&) {
      throw;
    } catch (const std::exception& error) {
      log.error("the queue can't be worked on; trying again later", {{"reason", error.what()}});
      net::sleep_for(10 * kWorkInterval);
    }
  }
}

/// A command that works on the folder is soon done, and a server that is told to stop as well.
Result<DataFolder, OpenFailure> open_when_free(const Settings& settings, const Clock& clock,
                                               RandomSource& random) {
  const auto give_up = clock.monotonic() + kPatience;
  for (;;) {
    auto data = open_data_folder(settings, FirstStart::allow, clock, random);
    const bool may_pass = !data && data.error().kind == OpenFailure::Kind::in_use;
    if (!may_pass || clock.monotonic() > give_up) return data;
    net::sleep_for(std::chrono::milliseconds(50));
  }
}

void announce(const Settings& settings, std::uint16_t port, const std::string& set_up_link) {
  fmt::print("Gatehouse listens on {}, for {}\n", to_text(ListenAddress{settings.listen.host, port}),
             settings.public_url.text);
  if (!set_up_link.empty())
    fmt::print("Make the first administrator here (the link works once):\n  {}\n", set_up_link);
  std::fflush(stdout);
}

}  // namespace

Result<void, std::string> run_server(const Settings& settings, const Clock& clock, RandomSource& random) {
  // Keeps secrets out of core dumps and of /proc/PID/mem and environ for other processes of the same user.
  ::prctl(PR_SET_DUMPABLE, 0);
  Logger log(clock, settings.log_format, settings.log_level, Logger::to_descriptor());
  auto data = open_when_free(settings, clock, random);
  if (!data) return fail(data.error().text);
  Application application(settings, std::move(*data), clock, random, log);
  net::Server server(
      public_options(settings), [&](const http::Request& request) { return application.handle(request); },
      [&](const http::Request& request) { return application.handle_local(request); }, clock, random, log);
  auto metrics = make_metrics_server(settings, application, server, clock, random, log);
  try {
    server.start();
    if (metrics) metrics->start();
  } catch (const std::runtime_error& error) {
    return fail(std::string(error.what()));
  }
  server.spawn([&] { clear_for_ever(application, log); });
  application.begin_mail();
  for (const auto& work : application.background_work()) {
    server.spawn([&log, work] { work_for_ever(work, log); });
  }
  application.remember_public_url();
  announce(settings, server.port(), application.issue_set_up_link());
  log.info("started", {{"listen", to_text(ListenAddress{settings.listen.host, server.port()})},
                       {"public_url", settings.public_url.text}});
  const int signal = net::wait_for_stop_signal();
  log.info("stopping", {{"signal", signal}});
  application.begin_draining();
  server.drain_and_stop(kDrainLimit);
  if (metrics) metrics->drain_and_stop(std::chrono::milliseconds(100));
  log.info("stopped");
  return {};
}

}  // namespace gatehouse::server
