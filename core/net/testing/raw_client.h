// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arpa/inet.h>
#include <cstdint>
#include <cstring>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace gatehouse::net::testing {

/// A client that sends exactly the bytes it is given, lawful or not. For tests.
class RawClient {
 public:
  struct Unconnected {};
  explicit RawClient(Unconnected) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
  explicit RawClient(std::uint16_t port) : RawClient(Unconnected{}) { connect(port); }
  explicit RawClient(const std::string& path) : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    ::sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    connect(&address, sizeof address);
  }
  void connect(std::uint16_t port) {
    ::sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connect(&address, sizeof address);
  }
  RawClient(RawClient&& other) noexcept : socket_(other.socket_) { other.socket_ = -1; }
  ~RawClient() { close(); }

  void close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }
  [[nodiscard]] int socket() const { return socket_; }

  /// False when the peer has closed.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  void finish_sending() { ::shutdown(socket_, SHUT_WR); }

  /// All until the peer closes, or nothing came for `patience_ms`.
  std::string read_all(int patience_ms = 5000) {
    while (read_some(patience_ms)) {
    }
    return std::exchange(received_, {});
  }

  /// One answer by its Content-Length; what came of an answer that never got complete when the peer closes.
  std::string read_answer(int patience_ms = 5000) {
    while (true) {
      const auto end = received_.find("\r\n\r\n");
      if (end != std::string::npos) {
        const auto size = end + 4 + content_length(received_.substr(0, end + 2));
        if (received_.size() >= size) {
          auto answer = received_.substr(0, size);
          received_.erase(0, size);
          return answer;
        }
      }
      if (!read_some(patience_ms)) return std::exchange(received_, {});
    }
  }

  /// True when the peer closes within the time without sending anything more.
  bool is_closed(int patience_ms = 5000) { return read_all(patience_ms).empty() && closed_; }

 private:
  void connect(const void* address, ::socklen_t size) {
    if (::connect(socket_, static_cast<const ::sockaddr*>(address), size) != 0)
      throw std::runtime_error("cannot connect");
  }

  static std::size_t content_length(const std::string& head) {
    const auto at = head.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
  }

  bool read_some(int patience_ms) {
    ::pollfd entry{socket_, POLLIN, 0};
    if (::poll(&entry, 1, patience_ms) <= 0) return false;
    char block[16384];
    const auto count = ::recv(socket_, block, sizeof block, 0);
    closed_ = count <= 0;
    if (count > 0) received_.append(block, static_cast<std::size_t>(count));
    return count > 0;
  }

  int socket_;
  bool closed_ = false;
  std::string received_;
};

inline int status_of(const std::string& answer) {
  return answer.starts_with("HTTP/1.1 ") ? std::stoi(answer.substr(9, 3)) : 0;
}

inline std::string content_of(const std::string& answer) {
  const auto end = answer.find("\r\n\r\n");
  return end == std::string::npos ? std::string() : answer.substr(end + 4);
}

/// The value of a header field; empty when it is missing.
inline std::string field_of(const std::string& answer, const std::string& name) {
  const auto at = answer.find("\r\n" + name + ": ");
  if (at == std::string::npos || at > answer.find("\r\n\r\n")) return {};
  const auto start = at + name.size() + 4;
  return answer.substr(start, answer.find("\r\n", start) - start);
}

}  // namespace gatehouse::net::testing
