// SPDX-License-Identifier: Apache-2.0
// What core/net costs by itself: memory of an idle connection, requests a second and CPU time of a request.
// Needs wrk. usage: bench_server [SECONDS]
#include <arpa/inet.h>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <spawn.h>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "core/net/server.h"

using namespace gatehouse;

namespace {

constexpr int kIdleConnections = 8000;
constexpr std::string_view kRequest = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

long resident_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word == "VmRSS:") {
      long kib = 0;
      status >> kib;
      return kib;
    }
  }
  throw std::runtime_error("no VmRSS");
}

double cpu_seconds() {
  ::rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const ::timeval& time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Connects, asks once and stays.
int open_idle_connection(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ::sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  char answer[1024];
  if (socket < 0 || ::connect(socket, reinterpret_cast<::sockaddr*>(&address), sizeof address) != 0 ||
      ::send(socket, kRequest.data(), kRequest.size(), MSG_NOSIGNAL) <= 0 ||
      ::recv(socket, answer, sizeof answer, 0) <= 0) {
    throw std::runtime_error("cannot open a connection; is the limit of open files below 16500?");
  }
  return socket;
}

void measure_idle(std::uint16_t port) {
  std::vector<int> sockets;
  sockets.reserve(kIdleConnections);
  const long before = resident_kib();
  for (int i = 0; i < kIdleConnections; ++i) sockets.push_back(open_idle_connection(port));
  const long after = resident_kib();
  std::printf("resident at rest %ld KiB, an idle connection %ld bytes\n", before,
              (after - before) * 1024 / kIdleConnections);
  for (const int socket : sockets) ::close(socket);
}

void run_wrk(std::uint16_t port, const std::string& seconds) {
  const std::string url = "http://127.0.0.1:" + std::to_string(port) + "/";
  const std::string duration = "-d" + seconds + "s";
  const char* arguments[] = {"wrk", "-t1", "-c64", duration.c_str(), url.c_str(), nullptr};
  ::pid_t child = 0;
  if (::posix_spawnp(&child, "wrk", nullptr, nullptr, const_cast<char**>(arguments), environ) != 0) {
    throw std::runtime_error("cannot start wrk");
  }
  int status = 0;
  ::waitpid(child, &status, 0);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string seconds = argc > 1 ? argv[1] : "10";
  const ::rlimit files{20000, 20000};
  ::setrlimit(RLIMIT_NOFILE, &files);
  SystemClock clock;
  SystemRandom random;
  Logger log(clock, LogFormat::text, LogLevel::warning, Logger::to_descriptor());
  net::Server server(
      {.limits = {.connections = 20000, .connections_per_address = 20000}},
      [](const http::Request&) { return http::json_response(200, R"({"hello":"world"})"); }, {}, clock,
      random, log);
  server.start();
  measure_idle(server.port());
  const auto requests = server.counters().requests;
  const auto cpu = cpu_seconds();
  run_wrk(server.port(), seconds);
  const auto answered = double(server.counters().requests - requests);
  std::printf("%.0f requests/s from one thread, %.1f us of CPU each, resident %ld KiB\n",
              answered / std::atof(seconds.c_str()), (cpu_seconds() - cpu) / answered * 1e6, resident_kib());
  server.drain_and_stop(std::chrono::seconds(1));
}
