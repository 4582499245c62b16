// SPDX-License-Identifier: Apache-2.0
//
// Measures a whole platform from outside: sign-ins per second against the ceiling of the password hash on the
// same cores in the same run, cold start, memory at rest, and the sign-in page over the wire.
//
//   build/release/bin/bench_sign_in [--seconds N] [--idle-seconds N]
#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <sodium.h>

#include "bench/programs.h"

namespace {

using namespace gatehouse::bench;

/// libsodium's own verifications per second on that many threads.
double measure_ceiling(unsigned threads, double seconds) {
  char hash[crypto_pwhash_STRBYTES];
  const std::string password = kPassword;
  if (crypto_pwhash_str_alg(hash, password.data(), password.size(), 2, 19456UL * 1024,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    std::exit(1);
  }
  std::atomic<std::uint64_t> done{0};
  const auto begin = Steady::now();
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < threads; ++i) {
    workers.emplace_back([&] {
      while (seconds_since(begin) < seconds) {
        if (crypto_pwhash_str_verify(hash, password.data(), password.size()) == 0) ++done;
      }
    });
  }
  for (auto& worker : workers) worker.join();
  return double(done) / seconds_since(begin);
}

struct Load {
  double per_second = 0;
  double p99_ms = 0;
  std::uint64_t shed = 0;
  std::uint64_t failed = 0;
};

Load measure_sign_ins(std::uint16_t port, unsigned connections, double seconds) {
  const std::string body = fmt::format(R"({{"email":"ada@example.com","password":"{}"}})", kPassword);
  std::vector<std::vector<double>> times(connections);
  std::atomic<std::uint64_t> shed{0}, failed{0};
  const auto begin = Steady::now();
  std::vector<std::thread> clients;
  for (unsigned i = 0; i < connections; ++i) {
    clients.emplace_back([&, i] {
      Connection connection(port);
      while (seconds_since(begin) < seconds) {
        const auto start = Steady::now();
        const int status =
            connection.exchange("POST /api/v1/sign-in", "Content-Type: application/json\r\n", body);
        if (status == 200) {
          times[i].push_back(seconds_since(start) * 1000);
        } else {
          ++(status == 503 ? shed : failed);
          std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
      }
    });
  }
  for (auto& client : clients) client.join();
  const double elapsed = seconds_since(begin);
  std::vector<double> all;
  for (const auto& some : times) all.insert(all.end(), some.begin(), some.end());
  std::sort(all.begin(), all.end());
  if (all.empty()) return {0, 0, shed, failed};
  return {double(all.size()) / elapsed, all[std::min(all.size() - 1, all.size() * 99 / 100)], shed, failed};
}

/// Bytes of the page and of every file it names, as a browser that takes brotli gets them.
std::size_t measure_page(std::uint16_t port) {
  Connection connection(port);
  std::size_t total = 0;
  std::size_t size = 0;
  if (connection.exchange("GET /sign-in", "Accept: text/html\r\n", "", &size) != 200) return 0;
  const std::string page = connection.last();  // uncompressed, to find what it loads
  connection.exchange("GET /sign-in", "Accept: text/html\r\nAccept-Encoding: br\r\n", "", &size);
  total += size;
  for (auto at = page.find("/assets/"); at != std::string::npos; at = page.find("/assets/", at + 1)) {
    const auto path = page.substr(at, page.find('"', at) - at);
    connection.exchange("GET " + path, "Accept-Encoding: br\r\n", "", &size);
    total += size;
  }
  return total;
}

}  // namespace

int main(int count, char** words) {
  if (sodium_init() < 0) return 1;
  const double seconds = option(count, words, "--seconds", 6);
  const double idle_seconds = option(count, words, "--idle-seconds", 30);
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());

  Platform platform(fs::canonical("/proc/self/exe").parent_path() / "gatehouse");
  platform.start();
  platform.add_user("ada@example.com");

  // Ceiling and platform in turn, so that a drift of the machine meets both.
  fmt::print("{:>12} {:>12} {:>8} {:>10} {:>9} {:>6} {:>6}\n", "connections", "sign-ins/s", "ceiling",
             "of ceiling", "p99 ms", "shed", "failed");
  for (const unsigned connections : {2U, 16U, 64U}) {
    const double before = measure_ceiling(cores, seconds / 2);
    const auto load = measure_sign_ins(platform.port(), connections, seconds);
    const double after = measure_ceiling(cores, seconds / 2);
    const double ceiling = (before + after) / 2;
    fmt::print("{:>12} {:>12.1f} {:>8.1f} {:>9.0f}% {:>9.0f} {:>6} {:>6}\n", connections, load.per_second,
               ceiling, 100 * load.per_second / ceiling, load.p99_ms, load.shed, load.failed);
    std::fflush(stdout);
  }
  fmt::print("resident while busy: {:.1f} MiB\n", platform.resident_mib());
  std::this_thread::sleep_for(std::chrono::duration<double>(idle_seconds));
  fmt::print("resident {:.0f} s after the last hash: {:.1f} MiB\n", idle_seconds, platform.resident_mib());
  fmt::print("sign-in page with all it loads, over the wire: {:.1f} KB\n",
             double(measure_page(platform.port())) / 1000);

  std::vector<double> starts;
  for (int i = 0; i < 5; ++i) {
    platform.stop();
    starts.push_back(platform.start() * 1000);
  }
  std::sort(starts.begin(), starts.end());
  fmt::print("cold start with a database, median of 5: {:.0f} ms\n", starts[2]);
  fmt::print("resident after start, before any sign-in: {:.1f} MiB\n", platform.resident_mib());
  return 0;
}
