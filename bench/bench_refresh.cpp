// SPDX-License-Identifier: Apache-2.0
// Refreshes per second on SQLite with full durability, beside what the same disk gives in the same run: the
// token endpoint called in process on many fibers of one thread, each client with a lineage of its own.
// usage: bench_refresh [SECONDS]
#include <cstdio>
#include <cstdlib>
#include <sys/resource.h>
#include <thread>

#include "core/net/event_loop.h"
#include "core/net/fiber.h"
#include "tests/oidc/provider.h"

using namespace gatehouse;

namespace {

using Steady = std::chrono::steady_clock;

double seconds_since(Steady::time_point begin) {
  return std::chrono::duration<double>(Steady::now() - begin).count();
}

double cpu_seconds() {
  ::rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const ::timeval& time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// One small transaction after the other, as nothing but the disk allows.
double raw_commits(server::Provider& provider, double seconds) {
  const auto begin = Steady::now();
  int count = 0;
  for (; seconds_since(begin) < seconds; ++count) {
    provider.write([&](sql::Connection& connection) {
      connection.query("insert into settings (name, value) values (?, ?)", "bench-" + std::to_string(count),
                       "x");
    });
  }
  const double rate = count / seconds_since(begin);
  provider.write([](sql::Connection& connection) {
    connection.query("delete from settings where name like 'bench-%'");
  });
  return rate;
}

struct Outcome {
  double rate = 0;
  double cpu_microseconds = 0;  ///< of one refresh
  int failed = 0;
};

Outcome refresh_on_fibers(server::Provider& provider, const std::vector<std::string>& first, double seconds) {
  const auto loop = std::make_shared<net::EventLoop>([](std::string_view what) {
    std::fprintf(stderr, "%.*s\n", int(what.size()), what.data());
    std::abort();
  });
  Outcome outcome;
  int count = 0;
  auto left = first.size();
  const auto begin = Steady::now();
  const auto cpu = cpu_seconds();
  loop->post([&] {
    for (const auto& token : first) {
      net::spawn([&, held = std::string(token)]() mutable {
        while (seconds_since(begin) < seconds) {
          const auto response = provider.post("/oauth2/token", provider.refresh_request(held));
          if (response.status != 200) {
            ++outcome.failed;
            break;
          }
          held = server::text_of(server::json_of(response), "refresh_token");
          ++count;
        }
        if (--left == 0) loop->stop();
      });
    }
  });
  std::thread([&] { loop->run(); }).join();
  outcome.rate = count / seconds_since(begin);
  outcome.cpu_microseconds = (cpu_seconds() - cpu) * 1e6 / std::max(count, 1);
  return outcome;
}

}  // namespace

int main(int count, char** words) {
  const double seconds = count > 1 ? std::atof(words[1]) : 5;
  server::Provider provider;
  std::printf("%-10s %12s %14s %8s %16s\n", "clients", "refreshes/s", "raw commits/s", "ratio",
              "CPU us/refresh");
  for (const std::size_t clients : {1, 8, 64, 256}) {
    std::vector<std::string> tokens;
    while (tokens.size() < clients) {
      tokens.push_back(
          server::text_of(provider.make_tokens(provider.sign_in(provider.ada)), "refresh_token"));
    }
    const auto raw = raw_commits(provider, seconds / 2);
    const auto outcome = refresh_on_fibers(provider, tokens, seconds);
    std::printf("%-10zu %12.0f %14.0f %8.1f %16.0f\n", clients, outcome.rate, raw, outcome.rate / raw,
                outcome.cpu_microseconds);
    if (outcome.failed > 0) return 1;
  }
  return 0;
}
