// SPDX-License-Identifier: Apache-2.0
#include <exception>
#include <iostream>
#include <string>
#include <unistd.h>
#include <vector>

#include "core/base/clock.h"
#include "core/base/heap.h"
#include "core/base/random.h"
#include "server/app/command_line/run_command_line.h"
#include "server/app/local_platform.h"

int main(int count, char** words) {
  using namespace gatehouse;  // NOLINT(google-build-using-namespace): main has no namespace of its own
  using namespace gatehouse::server;  // NOLINT(google-build-using-namespace)
  keep_freed_memory();
  try {
    const std::vector<std::string> arguments(words + 1, words + count);
    const SystemClock clock;
    SystemRandom random;
    LocalPlatform platform(clock, random);
    const auto input = isatty(STDIN_FILENO) != 0 ? Console::Input::terminal : Console::Input::piped;
    Console console{std::cin, std::cout, std::cerr, input};
    return run_command_line(arguments, read_environment(), clock, console, platform);
  } catch (const std::exception& error) {
    std::cerr << "gatehouse: unexpected failure: " << error.what() << '\n';
    return kRefused;
  }
}
