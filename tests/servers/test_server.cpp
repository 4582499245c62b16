// SPDX-License-Identifier: Apache-2.0
#include "tests/servers/test_server.h"

#include <array>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace gatehouse::test {

namespace {

constexpr int kNotInstalled = 3;

struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) ends = {-1, -1};
  }
};

std::string read_line(int descriptor) {
  std::string line;
  char character = 0;
  while (::read(descriptor, &character, 1) == 1 && character != '\n') line += character;
  return line;
}

std::string read_all(int descriptor) {
  std::string text;
  std::array<char, 4096> buffer{};
  for (ssize_t count = 0; (count = ::read(descriptor, buffer.data(), buffer.size())) > 0;) {
    text.append(buffer.data(), std::size_t(count));
  }
  return text;
}

}  // namespace

TestServer::TestServer(const std::string& program) {
  const std::string path = SERVERS_FOLDER "/" + program;
  const Pipe input;
  const Pipe output;
  const Pipe errors;
  process_ = ::fork();
  if (process_ == 0) {
    ::setpgid(0, 0);  // an interrupt at the terminal is for the test program; the server ends with its input
    ::dup2(input.ends[0], 0);
    ::dup2(output.ends[1], 1);
    ::dup2(errors.ends[1], 2);
    ::execl(path.c_str(), path.c_str(), nullptr);
    ::_exit(127);
  }
  for (const int end : {input.ends[0], output.ends[1], errors.ends[1]}) ::close(end);
  input_ = input.ends[1];
  address_ = read_line(output.ends[0]);
  if (address_.empty()) {
    reason_ = read_all(errors.ends[0]);
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    missing_ = WIFEXITED(status) && WEXITSTATUS(status) == kNotInstalled;
  }
  ::close(output.ends[0]);
  ::close(errors.ends[0]);
}

TestServer::~TestServer() {
  ::close(input_);
  if (process_ > 0) ::waitpid(process_, nullptr, 0);
}

TestServer& TestServer::postgres() {
  static TestServer server("postgres");
  return server;
}

TestServer& TestServer::mariadb() {
  static TestServer server("mariadb");
  return server;
}

}  // namespace gatehouse::test
