// SPDX-License-Identifier: Apache-2.0
#include "server/app/local_platform.h"

#include <chrono>
#include <csignal>
#include <thread>

#include "core/base/log.h"
#include "core/net/server.h"
#include "core/sql/error.h"
#include "server/app/command_line/socket_transport.h"
#include "server/app/platform/application.h"
#include "server/app/platform/run_server.h"
#include "server/config/read_settings.h"
#include "server/storage/platform_state.h"

namespace gatehouse::server {
namespace {

/// How long a command waits for another one, or for a server that is just starting or stopping.
constexpr std::chrono::seconds kPatience{10};
constexpr std::chrono::milliseconds kBetweenTries{50};

class InProcess final : public Transport {
 public:
  InProcess(const Settings& settings, DataFolder data, const Clock& clock, RandomSource& random)
      : log_(clock, LogFormat::text, LogLevel::error, Logger::to_descriptor()),
        application_(settings, std::move(data), clock, random, log_) {}

  Outcome<http::Response> send(const http::Request& request) override {
    try {
      return application_.handle_local(request);
    } catch (const sql::Error& error) {
      return fail(Refusal{std::string("the database refused: ") + error.what()});
    }
  }

 private:
  Logger log_;
  Application application_;
};

/// Where these settings name no public URL, the one that the server last ran with counts.
Settings with_remembered_url(Settings settings, sql::Database& database) {
  if (settings.public_url != make_default_settings().public_url) return settings;
  const auto remembered = database.read([](sql::Connection& connection) {
    return platform_state::find(connection, platform_state::kPublicUrl);
  });
  const auto url =
      remembered ? parse_public_url(*remembered) : Result<PublicUrl, std::string>(settings.public_url);
  if (url) settings.public_url = *url;
  return settings;
}

}  // namespace

Outcome<std::unique_ptr<Transport>> LocalPlatform::open(const Settings& settings, AbsentPlatform absent) {
  const auto first_start = absent == AbsentPlatform::make ? FirstStart::allow : FirstStart::refuse;
  const auto give_up = clock_.monotonic() + kPatience;
  for (;;) {
    if (auto running = find_running_server(settings.socket_path())) return running;
    auto data = open_data_folder(settings, first_start, clock_, random_);
    if (data) {
      const auto own = with_remembered_url(settings, *data->database);
      return std::unique_ptr<Transport>(std::make_unique<InProcess>(own, std::move(*data), clock_, random_));
    }
    const bool may_pass = data.error().kind == OpenFailure::Kind::in_use;
    if (!may_pass || clock_.monotonic() > give_up) return fail(Refusal{data.error().text});
    std::this_thread::sleep_for(kBetweenTries);
  }
}

Outcome<void> LocalPlatform::serve(const ReadSettings& settings) {
  net::block_stop_signals();
  std::signal(SIGPIPE, SIG_IGN);  // whoever reads our log may go away
  if (find_running_server(settings.settings.socket_path()) != nullptr) {
    return fail(Refusal{"a server runs on the data folder " + settings.settings.data.string() +
                        " already; stop it first, or name another folder with --data"});
  }
  const auto served = run_server(settings.settings, clock_, random_);
  if (!served) return fail(Refusal{served.error()});
  return {};
}

}  // namespace gatehouse::server
