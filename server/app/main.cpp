// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <string>
#include <unistd.h>
#include <vector>

#include "core/net/server.h"
#include "server/app/command_line/run_command_line.h"
#include "server/app/command_line/socket_transport.h"
#include "server/app/platform/application.h"
#include "server/app/platform/run_server.h"
#include "server/config/environment.h"

namespace gatehouse::server {
namespace {

Refusal refuse(const std::string& sentence) {
  return {sentence};
}

/// The platform in this process, for as long as one command runs and no server does.
class OwnProcess final : public Transport {
 public:
  OwnProcess(const Settings& settings, DataFolder data, const Clock& clock, RandomSource& random)
      : log_(clock, LogFormat::text, LogLevel::warning, Logger::to_descriptor()),
        application_(settings, std::move(data), clock, random, log_) {}

  Outcome<http::Response> send(const http::Request& request) override {
    return application_.handle_local(request);
  }

 private:
  Logger log_;
  Application application_;
};

class ThisProgram final : public Platform {
 public:
  ThisProgram(const Clock& clock, RandomSource& random) : clock_(clock), random_(random) {}

  Outcome<std::unique_ptr<Transport>> open(const Settings& settings) override {
    if (auto running = find_running_server(settings.socket_path())) return running;
    auto data = open_data_folder(settings, FirstStart::allow, clock_, random_);
    if (!data) return fail(refuse(data.error()));
    return std::unique_ptr<Transport>(
        std::make_unique<OwnProcess>(settings, std::move(*data), clock_, random_));
  }

  Outcome<void> serve(const ReadSettings& read) override {
    if (auto served = run_server(read.settings, clock_, random_); !served)
      return fail(refuse(served.error()));
    return {};
  }

 private:
  const Clock& clock_;
  RandomSource& random_;
};

}  // namespace
}  // namespace gatehouse::server

int main(int count, char** words) {
  using namespace gatehouse;
  net::block_stop_signals();
  const SystemClock clock;
  SystemRandom random;
  server::ThisProgram program(clock, random);
  server::Console console{
      std::cin, std::cout, std::cerr,
      ::isatty(STDIN_FILENO) == 1 ? server::Console::Input::terminal : server::Console::Input::piped};
  const std::vector<std::string> arguments(words + (count > 0 ? 1 : 0), words + count);
  return server::run_command_line(arguments, server::read_environment(), clock, console, program);
}
