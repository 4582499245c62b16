// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arpa/inet.h>
#include <chrono>
#include <cstdio>
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

// The built programs as benchmarks use them: started, asked over keep-alive connections, and ended.
namespace gatehouse::bench {

using Steady = std::chrono::steady_clock;
namespace fs = std::filesystem;

inline constexpr const char* kPassword = "correct horse battery staple";

inline double seconds_since(Steady::time_point start) {
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
inline pid_t spawn(const std::vector<std::string>& words, const std::string& input = "",
                   const std::vector<std::string>& environment = {},
                   const std::string& output = "/dev/null") {
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
  ::dup2(::open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
  ::dup2(null, 2);
  for (const auto& setting : environment) ::putenv(const_cast<char*>(setting.c_str()));
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

inline std::uint16_t find_free_port() {
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
  void add_user(const std::string& email, bool is_admin = false) {
    std::vector<std::string> words{"user", "add", "--email", email, "--password-stdin"};
    if (is_admin) words.push_back("--admin");
    run(words, std::string(kPassword) + "\n");
  }
  /// One command; ends the program where it fails.
  void run(std::vector<std::string> words, const std::string& input = "") const {
    words.insert(words.begin(), program_);
    words.insert(words.end(), {"--data", data_folder()});
    const pid_t child = spawn(words, input);
    int status = 1;
    ::waitpid(child, &status, 0);
    if (status != 0) {
      fmt::print(stderr, "gatehouse {} {} failed\n", words[1], words[2]);
      std::exit(1);
    }
  }
  /// The same, and what it prints.
  [[nodiscard]] std::string output_of(const std::vector<std::string>& words) const {
    std::vector<std::string> all = {program_.string()};
    all.insert(all.end(), words.begin(), words.end());
    all.insert(all.end(), {"--data", data_folder()});
    const auto file = (folder_ / "output").string();
    int status = 1;
    ::waitpid(spawn(all, "", {}, file), &status, 0);
    if (status != 0) std::exit(1);
    std::ifstream stream(file);
    std::string output((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    return output;
  }
  [[nodiscard]] double resident_mib() const {
    std::ifstream status(fmt::format("/proc/{}/status", pid_));
    for (std::string line; std::getline(status, line);) {
      if (line.starts_with("VmRSS:")) return std::atof(line.c_str() + 6) / 1024;
    }
    return 0;
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url() const { return fmt::format("http://127.0.0.1:{}", port_); }
  [[nodiscard]] const fs::path& folder() const { return folder_; }

 private:
  [[nodiscard]] std::string data_folder() const { return (folder_ / "data").string(); }

  fs::path program_;
  fs::path folder_;
  std::uint16_t port_;
  pid_t pid_ = 0;
};

inline double option(int count, char** words, const std::string& name, double otherwise) {
  for (int i = 1; i + 1 < count; ++i) {
    if (name == words[i]) return std::atof(words[i + 1]);
  }
  return otherwise;
}

}  // namespace gatehouse::bench
