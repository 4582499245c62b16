// SPDX-License-Identifier: Apache-2.0
//
// Measures a whole platform from outside: sign-ins per second against the ceiling of the password hash on the
// same cores in the same run, cold start, memory at rest, and the sign-in page over the wire.
//
//   build/release/bin/bench_sign_in [--seconds N] [--idle-seconds N]
#include <algorithm>
#include <arpa/inet.h>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>
#include <sodium.h>

namespace {

using Steady = std::chrono::steady_clock;
namespace fs = std::filesystem;

constexpr const char* kPassword = "correct horse battery staple";

double seconds_since(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

/// One keep-alive connection to the platform. Ends the program when the platform goes away.
class Connection {
 public:
  explicit Connection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)), port_(port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    is_open_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~Connection() { ::close(socket_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] bool is_open() const { return is_open_; }

  /// Sends one request and reads one answer; gives its status, and its bytes on the wire by `size`.
  int exchange(const std::string& method_and_path, const std::string& more_headers, const std::string& body,
               std::size_t* size = nullptr) {
    const auto request = fmt::format("{} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Length: {}\r\n{}\r\n{}",
                                     method_and_path, port_, body.size(), more_headers, body);
    if (::write(socket_, request.data(), request.size()) != ssize_t(request.size())) return 0;
    std::string answer;
    std::size_t whole = std::string::npos;
    while (answer.size() < whole) {
      char buffer[65536];
      const auto got = ::read(socket_, buffer, sizeof buffer);
      if (got <= 0) return 0;
      answer.append(buffer, std::size_t(got));
      const auto end = answer.find("\r\n\r\n");
      if (whole == std::string::npos && end != std::string::npos) {
        const auto at = answer.find("Content-Length: ");
        whole = end + 4 + (at < end ? std::size_t(std::atoll(answer.c_str() + at + 16)) : 0);
      }
    }
    if (size != nullptr) *size = answer.size();
    last_ = std::move(answer);
    return std::atoi(last_.c_str() + 9);
  }
  [[nodiscard]] const std::string& last() const { return last_; }

 private:
  int socket_;
  std::uint16_t port_;
  bool is_open_ = false;
  std::string last_;
};

/// Starts a program with `input` on its standard input; what it prints is thrown away.
pid_t spawn(const std::vector<std::string>& words, const std::string& input = "") {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) std::exit(1);
  if (::write(ends[1], input.data(), input.size()) != ssize_t(input.size())) std::exit(1);
  ::close(ends[1]);
  const pid_t child = ::fork();
  if (child != 0) {
    ::close(ends[0]);
    return child;
  }
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const int null = ::open("/dev/null", O_WRONLY);
  ::dup2(ends[0], 0);
  ::dup2(null, 1);
  ::dup2(null, 2);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

std::uint16_t find_free_port() {
  const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ::bind(probe, reinterpret_cast<sockaddr*>(&address), sizeof address);
  socklen_t length = sizeof address;
  ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &length);
  ::close(probe);
  return ntohs(address.sin_port);
}

/// A platform of its own in a temporary folder.
class Platform {
 public:
  explicit Platform(fs::path program) : program_(std::move(program)), port_(find_free_port()) {
    std::string folder = (fs::temp_directory_path() / "gatehouse-bench-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) std::exit(1);
    folder_ = folder;
  }
  ~Platform() {
    stop();
    fs::remove_all(folder_);
  }

  /// Seconds from start to ready.
  double start() {
    const auto begin = Steady::now();
    pid_ = spawn({program_, "serve", "--data", data_folder(), "--listen", fmt::format("127.0.0.1:{}", port_),
                  "--public-url", fmt::format("http://127.0.0.1:{}", port_), "--log-level", "warning"});
    while (seconds_since(begin) < 20) {
      Connection connection(port_);
      if (connection.is_open() && connection.exchange("GET /readyz", "", "") == 200)
        return seconds_since(begin);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    fmt::print(stderr, "the platform does not start\n");
    std::exit(1);
  }
  void stop() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }
  void add_user(const std::string& email) {
    const pid_t child =
        spawn({program_, "user", "add", "--email", email, "--password-stdin", "--data", data_folder()},
              std::string(kPassword) + "\n");
    int status = 1;
    ::waitpid(child, &status, 0);
    if (status != 0) std::exit(1);
  }
  [[nodiscard]] double resident_mib() const {
    std::ifstream status(fmt::format("/proc/{}/status", pid_));
    for (std::string line; std::getline(status, line);) {
      if (line.starts_with("VmRSS:")) return std::atof(line.c_str() + 6) / 1024;
    }
    return 0;
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  [[nodiscard]] std::string data_folder() const { return (folder_ / "data").string(); }

  fs::path program_;
  fs::path folder_;
  std::uint16_t port_;
  pid_t pid_ = 0;
};

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

double option(int count, char** words, const std::string& name, double otherwise) {
  for (int i = 1; i + 1 < count; ++i) {
    if (name == words[i]) return std::atof(words[i + 1]);
  }
  return otherwise;
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
