// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace gatehouse::net {

/// Owns a file descriptor.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int number) : number_(number) {}
  FileDescriptor(FileDescriptor&& other) noexcept : number_(other.release()) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  ~FileDescriptor();
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] int release() {
    const int number = number_;
    number_ = -1;
    return number;
  }

 private:
  int number_ = -1;
};

/// Whether several listeners may share the port; sharing would also let a second program take half our
/// clients.
enum class PortUse { alone, shared };

/// A listening, non-blocking TCP socket. Throws std::runtime_error with the address and the reason.
[[nodiscard]] FileDescriptor listen_tcp(const std::string& host, std::uint16_t port, PortUse use);
[[nodiscard]] std::uint16_t bound_port(const FileDescriptor& socket);

/// A listening Unix socket with mode 0600. A socket nobody listens on is replaced, anything else refused:
/// throws std::runtime_error.
[[nodiscard]] FileDescriptor listen_unix(const std::string& path);

}  // namespace gatehouse::net
